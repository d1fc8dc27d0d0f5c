import { sql, type RawBuilder } from 'kysely'
import type { Channel, SalesPlace } from '#contract/channels.ts'
import { cameBackStates, unsoldStates, type OrderState, type TrackedBy } from '#contract/shop.ts'
import { packed, unpacked } from '#platform/db'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface OrderForPayback {
  id: string
  orderedAt: Date
  /** The worth of the goods, in the shop's smallest unit. Null: paid in another currency, and no rate is known for its day. */
  amount: number | null
  /** Null: not known, which is neither 0 nor the whole amount. */
  margin: number | null
  /** By the shop's usual margin. */
  estimated: boolean
  state: OrderState
  /** What it cost that it came back, where that is known and not 0. */
  returnCost: number | null
  salesPlace: SalesPlace
  said: Channel | null
  /** Asked and answered, also with "can't say". */
  saidAnswered: boolean
  tracked: { channel: Channel; by: TrackedBy; postId?: string } | null
  /** Equal for orders of one buyer; null where the buyer is not known. */
  buyerKey: string | null
  /** No earlier order of this buyer stands in the span asked for. True where the buyer is not known: nothing says otherwise. */
  firstOfBuyer: boolean
}

/** By name, as the store has them. */
interface Columns {
  id: string
  orderedAt: number
  amount: number | null
  margin: number | null
  estimated: boolean
  state: OrderState
  returnCost: number | null
  salesPlace: SalesPlace
  said: Channel | null
  foundUs: string
  trackedChannel: Channel | null
  trackedBy: TrackedBy
  trackedPostId: string | null
  buyerKey: string | null
}

const columns: { [Name in keyof Columns]: RawBuilder<unknown> } = {
  id: sql`order_id`,
  orderedAt: sql`date_part('epoch', ordered_at) * 1000`,
  amount: sql`amount`,
  margin: sql`margin`,
  estimated: sql`margin_by is not distinct from 'usual'`,
  state: sql`state`,
  returnCost: sql`case when state in (${sql.join(cameBackStates.map((state) => sql.lit(state)))}) then nullif(return_cost, 0) end`,
  salesPlace: sql`sales_place`,
  said: sql`said`,
  foundUs: sql`found_us`,
  trackedChannel: sql`tracked_channel`,
  trackedBy: sql`tracked_by`,
  trackedPostId: sql`tracked_post_id`,
  buyerKey: sql`buyer_key`,
}

/** Orders of a span (`to` excluded) as payback counts them, the oldest first; orders taken back are left out. */
export async function ordersForPayback(scope: ReadScope, span: Span): Promise<OrderForPayback[]> {
  return ordersUnpacked((await ordersPacked(scope, span).executeTakeFirstOrThrow()).orders)
}

interface Span {
  from: Date
  to: Date
}

export const ordersPacked = (scope: ReadScope, { from, to }: Span) =>
  tables(scope)
    .selectFrom('shopOrders')
    .select(packed(columns, sql`ordered_at, order_id`).as('orders'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where('orderedAt', '>=', from)
    .where('orderedAt', '<', to)

export function ordersUnpacked(orders: string): OrderForPayback[] {
  const of = unpacked<Columns>(orders)
  const isFirst = firstOfBuyers(of)
  return of.id.map((id, at) => {
    const [channel, postId] = [of.trackedChannel[at]!, of.trackedPostId[at]!]
    return {
      id,
      orderedAt: new Date(of.orderedAt[at]!),
      amount: of.amount[at]!,
      margin: of.margin[at]!,
      estimated: of.estimated[at]!,
      state: of.state[at]!,
      returnCost: of.returnCost[at]!,
      salesPlace: of.salesPlace[at]!,
      said: of.said[at]!,
      saidAnswered: of.foundUs[at] === 'said' || of.foundUs[at] === 'unsure',
      tracked: channel && { channel, by: of.trackedBy[at]!, ...(postId !== null && { postId }) },
      buyerKey: of.buyerKey[at]!,
      firstOfBuyer: isFirst(at),
    }
  })
}

/**
 * Which of some orders, the oldest first, are their buyers' first. Orders that nobody bought are nobody's first, unless none of the buyer's
 * stands. Reckoned here: a window over the orders of three years takes PostgreSQL half as long again as reading them.
 */
function firstOfBuyers({ buyerKey, state }: { buyerKey: (string | null)[]; state: OrderState[] }): (at: number) => boolean {
  const firsts = new Map<string, number>()
  buyerKey.forEach((key, at) => {
    if (key !== null && !firsts.has(key) && !isUnsold.has(state[at]!)) firsts.set(key, at)
  })
  return (at) => {
    const key = buyerKey[at]!
    return key === null || (firsts.get(key) ?? at) === at
  }
}

const isUnsold: ReadonlySet<OrderState> = new Set(unsoldStates)
