import type { Trace } from '#contract/agenda.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { traceOfName } from '../trace-of-name.ts'

export interface TracedOrder {
  id: string
  orderedAt: Date
  /** The post and link it came through, the person its buyer named. */
  traces: Trace[]
}

/** Standing orders of a span (`to` excluded) that something can be traced to, oldest first. */
export async function ordersTraced(scope: ReadScope, { from, to }: { from: Date; to: Date }): Promise<TracedOrder[]> {
  const rows = await tables(scope)
    .selectFrom('shopOrders')
    .select(['orderId as id', 'orderedAt', 'trackedPostId', 'trackedLinkId', 'said', 'saidDetail'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('state', 'in', ['placed', 'done'])
    .where('orderedAt', '>=', from)
    .where('orderedAt', '<', to)
    .where(({ or, eb }) => or([eb('trackedPostId', 'is not', null), eb('trackedLinkId', 'is not', null), eb('saidDetail', 'is not', null)]))
    .orderBy('orderedAt')
    .orderBy('orderId')
    .execute()
  return rows.map(({ id, orderedAt, trackedPostId, trackedLinkId, said, saidDetail }) => ({
    id,
    orderedAt,
    traces: [
      ...(trackedPostId === null ? [] : [{ by: 'post' as const, of: trackedPostId }]),
      ...(trackedLinkId === null ? [] : [{ by: 'link' as const, of: trackedLinkId }]),
      ...(saidDetail === null || (said !== 'word-of-mouth' && said !== 'referral') ? [] : [{ by: 'named' as const, of: traceOfName(saidDetail) }]),
    ],
  }))
}
