import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import type { HitsThread } from '#platform/hits'
import { dropReasons, type Caller, type DropReason, type IncomingHit, type Intake, type Recorded } from './incoming-hit.ts'
import { linesOf } from './row.ts'
import { openSalts, type DaysSalt } from './salts.ts'
import { openSenders } from './senders.ts'
import type { Sites } from './sites.ts'
import { isMalformed, whyNot } from './steps.ts'

export interface IntakeNeeds {
  journal: Pick<HitsThread, 'append' | 'appendAll' | 'seal'>
  database: Database
  sites: Sites
  clock: Clock
}

/** The intake with what its public address needs beside it. */
export interface OpenIntake extends Intake {
  readonly sites: Sites
  /** Counts a hit that was refused before it could be recorded. */
  drop(because: DropReason): Recorded
}

const KEPT: Recorded = { counted: true }

/** Opens the way for hits into the journal. */
export function openIntake({ journal, database, sites, clock }: IntakeNeeds): OpenIntake {
  const senderOf = openSenders()
  const salts = openSalts({ db: database.writer, clock })
  const counts = Object.fromEntries([...dropReasons, 'kept'].map((name) => [name, 0])) as Record<DropReason | 'kept', number>

  const drop = (because: DropReason): Recorded => {
    counts[because]++
    return { counted: false, because }
  }

  const countKept = (): Recorded => {
    counts.kept++
    return KEPT
  }

  /** A writer of this hit's lines, whoever calls; undefined where the store would refuse them. */
  const writerOf = (hit: IncomingHit) => {
    if (isMalformed(hit)) return undefined
    const at = hit.at ?? clock.now()
    const lineOf = linesOf(hit)
    return (caller: Caller, salt: DaysSalt | undefined): string => lineOf(caller, at, senderOf(hit, caller, at, salt))
  }

  return {
    sites,
    drop,
    record: (hit) => {
      const write = writerOf(hit)
      if (!write) return Promise.resolve(drop('malformed'))
      const because = whyNot(hit)
      if (because) return Promise.resolve(drop(because))
      const salt = needsSalt(hit) ? salts.today() : undefined
      return salt instanceof Promise ? salt.then((known) => journal.append(write(hit, known)).then(countKept)) : journal.append(write(hit, salt)).then(countKept)
    },
    recordAll: async (hit, callers) => {
      const write = writerOf(hit)
      const salt = await salts.today()
      const lines: string[] = []
      for (const caller of callers) {
        const because = write ? whyNot(caller) : 'malformed'
        if (because) drop(because)
        else lines.push(write!(caller, salt))
      }
      if (lines.length === 0) return
      await journal.appendAll(lines)
      counts.kept += lines.length
    },
    counts: () => ({ ...counts }),
    close: () => journal.seal(),
  }
}

const needsSalt = ({ ip, visitorId }: IncomingHit): boolean => visitorId === undefined && ip !== undefined
