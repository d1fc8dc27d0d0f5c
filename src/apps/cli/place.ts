import { existsSync } from 'node:fs'
import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { Settings } from '#platform/config'
import type { Texts } from '#platform/i18n'

/** Why the data folder can't be written, in the reader's words; null where it can. */
export async function folderProblem({ DATA_DIR: folder }: Settings, texts: Texts): Promise<string | null> {
  try {
    await makeFolder(folder)
    // Something is written: on a full disk an empty file can still be made.
    await writeFile(join(folder, '.doctor'), 'Kicau')
    return null
  } catch (failure) {
    const { code, message } = failure as NodeJS.ErrnoException
    return texts('cli:doctor.dataBad', { folder, reason: texts.optional(`cli:doctor.folder.${code}`) ?? message })
  } finally {
    await rm(join(folder, '.doctor'), { force: true }).catch(() => {})
  }
}

/** Node's own `recursive` never ends where a folder refuses what is to be made in it as if it were not there itself (/proc). */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException
    const there = (path: string) => stat(path).then((found) => found.isDirectory(), () => false)
    if (code === 'EEXIST' && (await there(folder))) return
    if (code !== 'ENOENT' || dirname(folder) === folder || (await there(dirname(folder)))) throw failure
    await makeFolder(dirname(folder))
    await mkdir(folder)
  }
}

/** The very first start writes 55 MB; a shop's first days go on from there. */
const FIRST_START_NEEDS = 250_000_000
/** PostgreSQL begins no day without room for a piece of its log (16 MB), and may need a second one. */
const START_NEEDS = 40_000_000
/** With both engines elsewhere only the journal of visits is written here, and what is uploaded. */
const WITHOUT_ENGINES_NEEDS = 5_000_000
const NEEDS = { first: FIRST_START_NEEDS, later: START_NEEDS, withoutEngines: WITHOUT_ENGINES_NEEDS }

/** The bytes that are free; null where the file system does not say, as some do over a network or by FUSE: they answer zeros. */
export const freeOf = ({ blocks, bavail, bsize }: { blocks: number; bavail: number; bsize: number }): number | null => (blocks === 0 ? null : bavail * bsize)

/**
 * Why there is too little room to start, in the reader's words, with how many bytes that takes; null where there is enough.
 * Asked before the engines, which would say it in their own words, half-way.
 */
export async function roomProblem({ DATA_DIR: folder, DATABASE_URL, CLICKHOUSE_URL }: Settings, texts: Texts, needs = NEEDS): Promise<string | null> {
  // A link, where the database lies on another disk than the rest.
  const database = join(folder, 'postgres')
  const first = !existsSync(DATABASE_URL ? join(folder, 'journal') : join(database, 'cluster'))
  const needed = DATABASE_URL && CLICKHOUSE_URL ? needs.withoutEngines : first && !DATABASE_URL ? needs.first : needs.later
  for (const place of DATABASE_URL ? [folder] : [folder, database]) {
    const free = await statfs(place).then(freeOf, () => null)
    if (free !== null && free < needed) return texts(first ? 'cli:roomFirst' : 'cli:roomLater', { folder: place, free: inMegabytes(free), needed: inMegabytes(needed) })
  }
  return null
}

const inMegabytes = (bytes: number) => Math.floor(bytes / 1_000_000)

/** What a system says of a full disk, by Node or by an engine. */
export const isFull = (failure: unknown): boolean =>
  failure instanceof Error && (['ENOSPC', 'EDQUOT'].includes((failure as NodeJS.ErrnoException).code ?? '') || /No space left on device|Disk quota exceeded/.test(failure.message) || isFull(failure.cause))

/** Why nothing can listen where the settings say, in the reader's words; null where it can. */
export async function portProblem({ HOST, PORT }: Settings, texts: Texts): Promise<string | null> {
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen(PORT, HOST, () => probe.close(() => resolve(null)))
  })
  if (failure === null) return null
  if (failure.code === 'EADDRINUSE') return texts('cli:port', { port: PORT })
  return failure.code === 'EACCES' ? texts('cli:portDenied', { port: PORT }) : texts('cli:hostNotHere', { host: HOST, reason: failure.code ?? failure.message })
}
