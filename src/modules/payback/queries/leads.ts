import { LEAD_DAYS, type Leads } from '#contract/leads.ts'
import { queries as shop } from '#modules/shop'
import type { ReadScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { expectedOf, expectedOfEach, knownLeads, leadChance } from '../model/leads.ts'
import { readLedger } from '../sources.ts'

/** So many are told; open ones go first. */
const MOST = 200

/** Who asked, and what may come of it: expected, and in no sum of the ledger. */
export async function leads(scope: ReadScope, { secrets }: { secrets: Pick<Secrets, 'open'> }): Promise<Leads> {
  const [{ ledger, profile }, all] = await Promise.all([readLedger(scope), shop.leads(scope)])
  const known = knownLeads(all, { zone: profile.zone, ledger, seed: scope.workspaceId, now: scope.clock.now() })
  const each = expectedOfEach(known)
  const told = [...all.filter(({ state }) => state === 'open'), ...all.filter(({ state }) => state !== 'open')].slice(0, MOST)
  const contacts = await shop.contactsOfLeads(scope, secrets, told)
  return {
    days: LEAD_DAYS,
    chance: leadChance(known),
    expected: expectedOf(known, known.leads),
    leads: told.map((lead) => ({ ...lead, expected: each.get(lead.id) ?? null, ...(contacts.get(lead.id) ?? { name: null, phone: null }) })),
  }
}
