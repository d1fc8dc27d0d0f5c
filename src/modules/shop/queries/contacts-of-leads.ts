import type { Lead } from '#contract/leads.ts'
import { queries as people } from '#modules/people'
import type { ReadScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'

export interface Contact {
  name: string | null
  /** In E.164. Only of a lead that is open: nobody writes to the others. */
  phone: string | null
}

/** Who asked, by lead, as far as it is known. */
export async function contactsOfLeads(scope: ReadScope, secrets: Pick<Secrets, 'open'>, leads: readonly Pick<Lead, 'id' | 'state'>[]): Promise<Map<string, Contact>> {
  if (leads.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('shopLeads')
    .select(['leadId', 'personId'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('personId', 'is not', null)
    .where('leadId', 'in', leads.map(({ id }) => id))
    .$narrowType<{ personId: string }>()
    .execute()
  const open = new Set(leads.filter(({ state }) => state === 'open').map(({ id }) => id))
  const [known, phones] = await Promise.all([
    people.persons(scope, rows.map(({ personId }) => personId)),
    people.phonesOf(scope, secrets, rows.filter(({ leadId }) => open.has(leadId)).map(({ personId }) => personId)),
  ])
  return new Map(rows.map(({ leadId, personId }) => [leadId, { name: known.get(personId)?.name ?? null, phone: open.has(leadId) ? (phones.get(personId) ?? null) : null }]))
}
