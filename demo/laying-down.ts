import type { Intake } from '#modules/analytics'
import type { Networks } from '#modules/networks'
import type { SlugRules } from '#modules/workspace'
import type { Database, Hits } from '#platform/db'
import { isRefusal, type Refusal } from '#platform/refusal'
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
