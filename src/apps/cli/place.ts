import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
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
