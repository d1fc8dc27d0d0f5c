import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  pid: number
  /** When it started, in the system's own words; empty when it could not be read. */
  started: string
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid) ?? '' }
}

/** The process that a file names; undefined when there is no such file, or it cannot be read. */
export function readIdentity(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}

/** Whether the very process is still there (not a zombie, not another with its number). */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!Number.isInteger(identity.pid) || identity.pid <= 0) return false
  const started = startOf(identity.pid)
  if (started === undefined) return false
  return identity.started === '' || started === identity.started
}

/** The command line of a living process, its words parted by blanks; undefined when there is none. */
export function commandLine(pid: number): string | undefined {
  if (startOf(pid) === undefined) return undefined
  if (process.platform !== 'linux') return psColumn(pid, 'command')
  try {
    // Readable for all, which `cwd` is not: root in a container may not look into the processes of others.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return undefined
  }
}

/** The start time of a living process; undefined when there is none. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return psColumn(pid, 'lstart')
  try {
    // After the name, which may hold spaces and brackets: state is the 1st field, start time the 20th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function psColumn(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
