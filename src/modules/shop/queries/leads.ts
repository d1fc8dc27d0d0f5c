import type { Lead } from '#contract/leads.ts'
import { queries as workspace, worthOn } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { leadState } from '../model/lead.ts'
import { tables } from '../tables.ts'

/** All leads that were not taken out, the newest first, as they stand now. */
export async function leads(scope: ReadScope): Promise<Lead[]> {
  const rows = await tables(scope)
    .selectFrom('shopLeads as lead')
    .leftJoin('shopOrders as order', (join) => join.onRef('order.workspaceId', '=', 'lead.workspaceId').onRef('order.orderId', '=', 'lead.orderId').on('order.undoneAt', 'is', null))
    .select(['lead.leadId', 'lead.askedAt', 'lead.channel', 'lead.who', 'lead.note', 'lead.amount', 'lead.currency', 'lead.goal', 'lead.lostAt', 'order.orderId', 'order.state'])
    .where('lead.workspaceId', '=', scope.workspaceId)
    .where('lead.removedAt', 'is', null)
    .orderBy('lead.askedAt', 'desc')
    .orderBy('lead.leadId', 'desc')
    .execute()
  const now = scope.clock.now()
  const rates = rows.some(({ currency }) => currency !== null) ? await workspace.rates(scope) : []
  const { currency: own, zone } = await workspace.shopProfile(scope)
  return rows.map(({ leadId, askedAt, channel, who, note, amount, currency, goal, lostAt, orderId, state }) => ({
    id: leadId,
    askedAt: askedAt.toISOString(),
    channel,
    who,
    note,
    // Reckoned when it is asked: a lead is in no sum, so a rate that is said later need not find it.
    amount: currency === null ? amount : worthOn(rates, { currency, day: dayIn(zone, askedAt), amount: amount! }, own),
    original: currency && { currency, amount: amount! },
    state: leadState({ askedAt, lostAt, order: state && { state } }, now),
    by: goal === null ? 'hand' : 'goal',
    orderId,
  }))
}
