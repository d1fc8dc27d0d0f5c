import type { SettleChatLine } from '#contract/chats.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { noteLead } from './note-lead.ts'
import { noteOrder, type ShopNeeds } from './note-order.ts'

/**
 * Takes a finding of an exported chat as an order or a lead, or leaves it for good. A finding is settled once, whoever
 * does it first; one whose order was taken back may be settled anew.
 */
export async function settleChatLine(scope: WriteScope, needs: ShopNeeds, { line, order, lead }: SettleChatLine): Promise<{ order: string | null; lead: string | null } | Refusal> {
  const db = tables(scope)
  const fresh = await db
    .insertInto('shopChatLines')
    .values({ workspaceId: scope.workspaceId, line, orderId: null, leadId: null, settledAt: scope.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('line')
    .executeTakeFirst()
  if (!fresh && !(await isOpenAgain(scope, line))) return refuse('shop.chat-line-settled')

  const noted = order ? await noteOrder(scope, needs, order) : null
  if (isRefusal(noted)) return noted
  const asked = lead ? await noteLead(scope, needs, lead) : null
  if (isRefusal(asked)) return asked
  const became = { orderId: noted?.id ?? null, leadId: asked?.id ?? null }
  await db.updateTable('shopChatLines').set({ ...became, settledAt: scope.clock.now() }).where('workspaceId', '=', scope.workspaceId).where('line', '=', line).execute()
  return { order: became.orderId, lead: became.leadId }
}

async function isOpenAgain(scope: WriteScope, line: string): Promise<boolean> {
  const row = await tables(scope)
    .selectFrom('shopChatLines as line')
    .innerJoin('shopOrders as order', (join) => join.onRef('order.workspaceId', '=', 'line.workspaceId').onRef('order.orderId', '=', 'line.orderId'))
    .select('order.undoneAt')
    .where('line.workspaceId', '=', scope.workspaceId)
    .where('line.line', '=', line)
    .forUpdate('line')
    .executeTakeFirst()
  return row?.undoneAt != null
}
