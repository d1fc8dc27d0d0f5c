import { CLOSES_AFTER_DAYS } from '#contract/ledger.ts'
import type { Intake } from '#modules/analytics'
import { commands as effort } from '#modules/effort'
import type { Networks } from '#modules/networks'
import { queries as payback } from '#modules/payback'
import type { SlugRules } from '#modules/workspace'
import { addDays, addMonths, instantAt, type StoppedClock } from '#platform/clock'
import type { Database, Hits } from '#platform/db'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'

/** What laying a demo shop down takes. */
export interface DemoNeeds {
  database: Database
  hits: Hits
  intake: Pick<Intake, 'record'>
  networks: Networks
  secrets: Secrets
  slugs: SlugRules
  /** Where the desk answers; a demo's links stand under it, and nobody outside is told of them. */
  address: string
}

/** Who opens it: a guest, or someone with a shop of their own. */
export interface DemoOpener {
  loginId: string
  name: string
}

/** A demo's facts are ours: a command that refuses one of them is a bug. */
export function kept<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(`The demo was refused: ${result.refused} ${JSON.stringify(result.values ?? {})}`)
  return result
}

/** A month that is over closes itself as every shop's does, on its day; what is not due by `now` stays open. */
export async function closeWhenDue(scope: WriteScope, clock: StoppedClock, { month, zone, now }: { month: string; zone: string; now: Date }): Promise<void> {
  const due = instantAt(zone, addDays(`${addMonths(month, 1)}-01`, CLOSES_AFTER_DAYS))
  if (due > now) return
  clock.set(due)
  kept(await effort.closeMonth(scope, { ask: payback.bookDue, month, by: 'itself' }))
}
