import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isAlive, ownIdentity, readIdentity } from './process-identity.ts'

/** The right to use something that only one process may use. */
export interface Claim {
  release(): void
}

/** Thrown when another living process holds the claim. */
export class AlreadyClaimed extends Error {
  readonly pid: number
  constructor(what: string, pid: number) {
    super(`${what} is in use by another Kicau (process ${pid}). Stop that one first, or use another data folder.`)
    this.name = 'AlreadyClaimed'
    this.pid = pid
  }
}

/**
 * Takes the claim written in `file`, or throws `AlreadyClaimed`. What a dead process left is taken over.
 * `what` names the thing in the error.
 */
export function claim(file: string, what: string): Claim {
  const own = `${file}.${process.pid}`
  try {
    writeFileSync(own, JSON.stringify(ownIdentity()), { mode: 0o600 })
  } catch (error) {
    throw new Error(`${what} cannot be used: ${(error as Error).message}.`, { cause: error })
  }
  try {
    for (let attempt = 0; ; attempt++) {
      if (tryLink(own, file)) return { release: () => release(file) }
      const holder = readIdentity(file)
      if (attempt === 10) throw new AlreadyClaimed(what, holder?.pid ?? 0)
      if (holder && isAlive(holder)) throw new AlreadyClaimed(what, holder.pid)
      setAside(file)
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/** Throws `AlreadyClaimed` where a living process holds the claim; takes nothing. */
export function refuseIfClaimed(file: string, what: string): void {
  const holder = readIdentity(file)
  if (holder && isAlive(holder)) throw new AlreadyClaimed(what, holder.pid)
}

/** link(2) fails when the name is there: of two who try at once, one gets it. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Removes a stale claim. By renaming, so that two who find the same stale file do not remove each other's new one:
 * who has taken a living claim aside puts it back.
 */
function setAside(file: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const holder = readIdentity(aside)
  if (holder && isAlive(holder)) tryLink(aside, file)
  rmSync(aside, { force: true })
}

function release(file: string): void {
  const holder = readIdentity(file)
  if (holder?.pid === process.pid) rmSync(file, { force: true })
}
