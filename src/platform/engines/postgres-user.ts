import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { WillNotStart } from './supervise.ts'

/** As whom a program runs, when Kicau itself is root. */
export interface RunAs {
  uid: number
  gid: number
}

/**
 * Folders are opened to the child by this group alone. It is nobody else's and needs no entry in /etc/group: other
 * programs may well run as `nobody`, and they shall not reach the database.
 */
const GROUP = 61_055

/** Users that every Linux has; initdb wants one with a name. Nothing is created, and no user `postgres` is needed. */
const UNPRIVILEGED = ['nobody', 'daemon', 'bin']

/** The user whom PostgreSQL runs as when Kicau is root. */
export function unprivilegedUser(): RunAs {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':'))
  for (const name of UNPRIVILEGED) {
    const uid = Number(users.find(fields => fields[0] === name)?.[2])
    if (uid > 0) return { uid, gid: GROUP }
  }
  throw new WillNotStart(
    'PostgreSQL will not run as root, and /etc/passwd names no other user to run it as. ' +
      'Run Kicau as an ordinary user, or give it a DATABASE_URL.',
  )
}

/** This process's effective user. */
export function ownUid(): number {
  return process.geteuid?.() ?? -1
}

/** Whether that user reaches the folder: tried, not computed, for modes are not the only thing that can bar the way. */
export function canEnter(folder: string, as: RunAs): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...as, cwd: '/', stdio: 'ignore' }).status === 0
}

/** Lets the child pass through a folder of root's, and nobody else. */
export function openToGroup(folder: string, as: RunAs): void {
  const { uid, mode } = statSync(folder)
  chownSync(folder, uid, as.gid)
  chmodSync(folder, (mode & 0o7777) | 0o010)
}

/** Makes a folder that only the child (and root) can use; false when it is another's or cannot be. */
export function takeFolder(folder: string, as: RunAs | undefined): boolean {
  const uid = as?.uid ?? ownUid()
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    // In a shared temporary folder someone else may have been there first.
    if (!found.isDirectory() || (found.uid !== uid && found.uid !== ownUid())) return false
    if (as) chownSync(folder, as.uid, as.gid)
    chmodSync(folder, 0o700)
    return as === undefined || canEnter(folder, as)
  } catch {
    return false
  }
}
