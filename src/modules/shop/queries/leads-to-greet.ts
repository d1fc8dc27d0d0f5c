import { queries as people } from '#modules/people'
import type { ReadScope } from '#platform/scope'
import { stillOpenSince } from '../model/lead.ts'
import { tables } from '../tables.ts'

export interface LeadToGreet {
  id: string
  askedAt: Date
  /** Who asked, and what for; of some only the number is known. */
  name: string | null
  note: string
}

/** Open leads of which it is known who, at which number or what for, the newest first. */
export async function leadsToGreet(scope: ReadScope, { most = 20 }: { most?: number } = {}): Promise<LeadToGreet[]> {
  const rows = await leadsWithoutOrder(scope, stillOpenSince(scope.clock.now()))
    .select(['lead.leadId as id', 'lead.askedAt', 'lead.personId', 'lead.note'])
    .where('lead.lostAt', 'is', null)
    .where(({ or, eb }) => or([eb('lead.note', '<>', ''), eb('lead.personId', 'is not', null)]))
    .orderBy('lead.askedAt', 'desc')
    .orderBy('lead.leadId', 'desc')
    .limit(most)
    .execute()
  const known = await people.persons(scope, rows.flatMap(({ personId }) => personId ?? []))
  return rows.map(({ personId, ...lead }) => ({ ...lead, name: (personId && known.get(personId)?.name) ?? null }))
}

/** Chats that were noted as leads since, by the code in their first message; lost ones too, for they were seen. */
export const chatsNotedSince = async (scope: ReadScope, since: Date): Promise<{ code: string; askedAt: Date }[]> =>
  leadsWithoutOrder(scope, since).select(['lead.code', 'lead.askedAt']).where('lead.code', 'is not', null).$narrowType<{ code: string }>().execute()

const leadsWithoutOrder = (scope: ReadScope, since: Date) =>
  tables(scope)
    .selectFrom('shopLeads as lead')
    .leftJoin('shopOrders as order', (join) => join.onRef('order.workspaceId', '=', 'lead.workspaceId').onRef('order.orderId', '=', 'lead.orderId').on('order.undoneAt', 'is', null))
    .where('lead.workspaceId', '=', scope.workspaceId)
    .where('lead.removedAt', 'is', null)
    .where('order.orderId', 'is', null)
    .where('lead.askedAt', '>=', since)
