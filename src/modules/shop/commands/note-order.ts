import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { FoundUs, OrderState, TrackedBy } from '#contract/shop.ts'
import type { Language, Money } from '#contract/values.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import { commands as people } from '#modules/people'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { readPhone } from '#platform/phone'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { productsOf, reckonMargins, type KnownProduct } from '../costs.ts'
import { amountColumns } from '../in-own-currency.ts'
import { readAmount, type AmountAsGiven } from '../model/amounts.ts'
import { creatorNamed } from '../model/creator.ts'
import { foundUsColumns } from '../model/found-us.ts'
import { plain } from '../model/text.ts'
import { orderedAtOf } from '../model/when.ts'
import { tables } from '../tables.ts'
import { touchColumns, touchOf, type Touch } from '../touch.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { winLeadsOf } from './win-leads-of.ts'

export interface NewOrder {
  /** In the smallest unit of its currency, or as someone wrote it. */
  amount: AmountAsGiven
  /** It was paid in; the shop's own unless said. */
  currency?: Money
  /** An instant, or a day of the shop; now unless said. */
  orderedAt?: Date | string
  salesPlace?: SalesPlace
  foundUs?: FoundUs
  code?: string
  phone?: string
  buyerName?: string
  /** By whose video or live it was sold. */
  creator?: string
  /** Who is known already: goes before phone and name. */
  personId?: string
  lines?: readonly LineWanted[]
  /** What was sold, where it is none of the shop's products. */
  goods?: { name: string; quantity: number; value: number }
  /** What was kept of it on its way, in its currency; none unless said, null where nobody knows. */
  fees?: number | null
  /** By which others speak of it; the shop has no second order of this place under it. */
  externalId?: string
  /** In the shop's own currency, given by who knows it; else it is reckoned from the products' costs or the usual margin, and unknown without them. */
  margin?: AmountAsGiven | null
  state?: OrderState
  note?: string
  /** A touch that the caller knows of itself: the demo's past, a form on a site. Goes before the code's. */
  tracked?: { channel: Channel; by: TrackedBy; at: Date; linkId?: string; postId?: string }
}

export interface LineWanted {
  product: string
  quantity: number
  /** What the line came to; by the product's price unless said. */
  value?: number
}

export interface ShopNeeds {
  secrets: Pick<Secrets, 'seal' | 'open' | 'keyedHash'>
  /** In which amounts are written; Indonesian unless said. */
  language?: Language
}

/**
 * Notes an order, and answers its id. A code that nobody knows is kept as it was typed, and the order with it: an order is never lost.
 * Refuses amounts that are none, a phone number or a time that can't be, products that are not the shop's.
 */
export async function noteOrder(scope: WriteScope, needs: ShopNeeds, order: NewOrder): Promise<{ id: string } | Refusal> {
  const noted = await noteOrders(scope, needs, [order])
  return isRefusal(noted) ? noted : { id: noted.ids[0]! }
}

/** Notes orders that are told together, in their order, each as `noteOrder` does; where one is refused none is noted. */
export async function noteOrders(scope: WriteScope, needs: ShopNeeds, orders: readonly NewOrder[]): Promise<{ ids: string[] } | Refusal> {
  if (orders.length === 0) return { ids: [] }
  const shop = await workspace.shopProfile(scope)
  const products = await productsOf(scope, orders.flatMap(({ lines = [] }) => lines.map((line) => line.product)))
  const told: OrderTold[] = []
  for (const order of orders) {
    const one = readOrder(order, { shop, products, now: scope.clock.now(), language: needs.language ?? 'id' })
    if (isRefusal(one)) return one
    told.push(one)
  }
  const written: OrderWritten[] = []
  for (const one of told) written.push(await writeOrder(scope, needs, one))
  // Once for all of them: it looks costs, fees and rates up.
  await reckonMargins(scope, shop, { orderIds: written.map(({ id }) => id) })
  for (const { id, orderedAt, personId, touch } of written) {
    if (personId) await winLeadsOf(scope, { personId, orderId: id, orderedAt })
    await scope.announce({ type: 'OrderNoted', orderId: id, orderedAt: orderedAt.toISOString(), linkId: touch?.linkId ?? null, postId: touch?.postId ?? null })
  }
  return { ids: written.map(({ id }) => id) }
}

/** An order in the shop's own terms. */
interface OrderTold {
  order: NewOrder
  /** Null where it is the shop's own. */
  currency: Money | null
  amount: number
  margin: number | null
  orderedAt: Date
  phone: string | null
  lines: readonly LineKnown[]
}

interface OrderWritten {
  id: string
  orderedAt: Date
  personId: string | null
  touch: Touch | null
}

function readOrder(order: NewOrder, { shop, products, now, language }: { shop: ShopProfile; products: ReadonlyMap<string, KnownProduct>; now: Date; language: Language }): OrderTold | Refusal {
  const currency = order.currency === undefined || order.currency === shop.currency ? null : order.currency
  const amount = readAmount(order.amount, { currency: currency ?? shop.currency, language, where: 'amount' })
  if (isRefusal(amount)) return amount
  const orderedAt = orderedAtOf(order.orderedAt, shop.zone, now)
  if (isRefusal(orderedAt)) return orderedAt
  const phone = plain(order.phone) === null ? null : readPhone(order.phone!, shop.country)
  if (plain(order.phone) !== null && phone === null) return refuse('shop.phone-unreadable', { where: 'phone', values: { phone: order.phone! } })
  const lines = linesOf(order.lines ?? [], products)
  if (isRefusal(lines)) return lines
  const margin = marginSaid(currency === null ? amount : null, order.margin ?? null, { currency: shop.currency, language })
  if (isRefusal(margin)) return margin
  return { order, currency, amount, margin, orderedAt, phone, lines }
}

async function writeOrder(scope: WriteScope, needs: ShopNeeds, { order, currency, amount, margin, orderedAt, phone, lines }: OrderTold): Promise<OrderWritten> {
  const now = scope.clock.now()
  const buyerName = plain(order.buyerName)
  const personId =
    order.personId ?? (phone === null && buyerName === null ? null : await people.meetPerson(scope, needs.secrets, { phone, name: buyerName, at: orderedAt }))
  const code = plain(order.code)
  const { linkId = null, postId = null, ...given } = order.tracked ?? { channel: null }
  const touch = given.channel === null ? await touchOf(scope, { code, personId, at: orderedAt }) : { ...given, linkId, postId }

  // A rate that is said meanwhile sees it, or is seen.
  if (currency !== null) await oneAtATime(scope)
  const orderId = newId(orderedAt.getTime())
  await tables(scope)
    .insertInto('shopOrders')
    .values({
      workspaceId: scope.workspaceId,
      orderId,
      orderedAt,
      ...amountColumns(currency, { amount, fees: order.fees === undefined ? 0 : order.fees }),
      state: order.state ?? 'done',
      salesPlace: order.salesPlace ?? 'chat',
      ...foundUsColumns(order.foundUs ?? { answer: 'missing' }),
      code,
      ...touchColumns(touch),
      creator: creatorNamed(order.creator),
      personId,
      buyerHash: null,
      margin,
      marginBy: margin === null ? null : 'said',
      source: 'entered',
      externalId: order.externalId ?? null,
      importId: null,
      fingerprint: null,
      note: plain(order.note),
      notedBy: scope.actor.kind === 'login' ? scope.actor.id : null,
      notedAt: now,
      changedAt: null,
      undoneAt: null,
    })
    .execute()
  await writeLines(scope, orderId, [...(currency === null ? lines : lines.map((line) => ({ ...line, price: null }))), ...(order.goods ? [{ productId: null, sku: null, price: null, ...order.goods }] : [])])
  return { id: orderId, orderedAt, personId, touch }
}

export interface LineKnown extends KnownProduct {
  quantity: number
  value?: number
}

export function linesOf(wanted: readonly LineWanted[], products: ReadonlyMap<string, KnownProduct>): LineKnown[] | Refusal<'shop.product-unknown'> {
  const lines: LineKnown[] = []
  for (const [index, { product, ...line }] of wanted.entries()) {
    const known = products.get(product)
    if (!known) return refuse('shop.product-unknown', { where: `lines.${index}.product` })
    lines.push({ ...known, ...line })
  }
  return lines
}

/** The margin as it was given; null where it is to be reckoned. What an amount in another currency comes to is no measure of it: rates move. */
export function marginSaid(amount: number | null, given: AmountAsGiven | null, money: { currency: Money; language: Language }): number | null | Refusal {
  if (given === null) return null
  // A loss is a margin too: only text can't say it.
  const margin = typeof given === 'number' && given < 0 && Number.isSafeInteger(given) ? given : readAmount(given, { ...money, where: 'margin', orZero: true })
  if (isRefusal(margin)) return margin
  return amount !== null && margin > amount ? refuse('shop.margin-over-amount', { where: 'margin' }) : margin
}

type LineToWrite = Omit<LineKnown, 'productId'> & { productId: string | null }

export async function writeLines(scope: WriteScope, orderId: string, lines: readonly LineToWrite[]): Promise<void> {
  if (lines.length === 0) return
  await tables(scope)
    .insertInto('shopOrderLines')
    .values(
      lines.map((line, index) => ({
        workspaceId: scope.workspaceId,
        orderId,
        line: index + 1,
        productId: line.productId,
        name: line.name,
        sku: line.sku,
        variation: null,
        quantity: line.quantity,
        value: line.value ?? (line.price === null ? null : line.price * line.quantity),
      })),
    )
    .execute()
}
