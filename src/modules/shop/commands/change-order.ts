import type { SalesPlace } from '#contract/channels.ts'
import { cameBackStates, type FoundUs, type OrderState } from '#contract/shop.ts'
import type { Money } from '#contract/values.ts'
import { commands as people } from '#modules/people'
import { queries as workspace } from '#modules/workspace'
import { readPhone } from '#platform/phone'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { productsOf, reckonMargins } from '../costs.ts'
import { amountColumns } from '../in-own-currency.ts'
import { readAmount, type AmountAsGiven } from '../model/amounts.ts'
import { creatorNamed } from '../model/creator.ts'
import { foundUsColumns } from '../model/found-us.ts'
import { plain } from '../model/text.ts'
import { orderedAtOf } from '../model/when.ts'
import { tables } from '../tables.ts'
import { touchColumns, touchOf } from '../touch.ts'
import { linesOf, marginSaid, writeLines, type LineWanted, type ShopNeeds } from './note-order.ts'

/** Only the fields that are there change; `null` takes something away. */
export interface OrderChange {
  amount?: AmountAsGiven
  /** Of the amount, which must be there too. */
  currency?: Money
  orderedAt?: Date | string
  salesPlace?: SalesPlace
  state?: OrderState
  /** What it cost that the goods came back. */
  returnCost?: AmountAsGiven | null
  foundUs?: FoundUs
  code?: string | null
  phone?: string | null
  buyerName?: string | null
  creator?: string | null
  lines?: readonly LineWanted[]
  margin?: AmountAsGiven | null
  note?: string | null
}

/** What a marketplace's export says of its orders, and the next export would say again. */
const fromTheExport = ['amount', 'currency', 'orderedAt', 'salesPlace', 'lines', 'phone', 'buyerName'] as const

/** Changes an order; its touch and its margin follow what they are made of. */
export async function changeOrder(scope: WriteScope, needs: ShopNeeds, orderId: string, change: OrderChange): Promise<Refusal | undefined> {
  const db = tables(scope)
  const order = await db
    .selectFrom('shopOrders')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
  if (!order) return refuse('shop.order-unknown')
  const refused = order.source === 'import' ? fromTheExport.find((field) => change[field] !== undefined) : undefined
  if (refused) return refuse('shop.order-imported', { where: refused })

  const shop = await workspace.shopProfile(scope)
  const { country, zone } = shop
  const money = { currency: shop.currency, language: needs.language ?? 'id' }
  const currency = change.currency ?? order.originalCurrency ?? shop.currency
  const isOwn = currency === shop.currency
  const told = change.amount === undefined ? (order.originalAmount ?? order.amount!) : readAmount(change.amount, { ...money, currency, where: 'amount' })
  if (isRefusal(told)) return told
  const amount = isOwn ? told : null
  // Fees of what was noted by hand are none, or a provider's in the currency that it took.
  const fees = currency !== (order.originalCurrency ?? shop.currency) ? 0 : isOwn ? order.fees : order.originalFees
  const orderedAt = change.orderedAt === undefined ? order.orderedAt : orderedAtOf(change.orderedAt, zone, scope.clock.now())
  if (isRefusal(orderedAt)) return orderedAt
  const phone = plain(change.phone) === null ? null : readPhone(change.phone!, country)
  if (plain(change.phone) !== null && phone === null) return refuse('shop.phone-unreadable', { where: 'phone', values: { phone: change.phone! } })

  const lines = change.lines ? linesOf(change.lines, await productsOf(scope, change.lines.map((line) => line.product))) : null
  if (isRefusal(lines)) return lines

  const personId = await personAfter(scope, needs, order.personId, { phone, change, at: orderedAt })
  const code = change.code === undefined ? order.code : plain(change.code)
  const touchMoved = code !== order.code || personId !== order.personId
  const touch = touchMoved ? touchColumns(await touchOf(scope, { code, personId, at: orderedAt })) : {}

  const saidBefore = order.marginBy === 'said' ? order.margin : null
  const margin = change.margin === undefined ? saidBefore : marginSaid(amount, change.margin, money)
  if (isRefusal(margin)) return margin
  if (margin !== null && amount !== null && margin > amount) return refuse('shop.margin-over-amount', { where: 'amount' })

  // What it cost that goods came back goes when they did not, after all.
  const leftBehind = change.state !== undefined && !(cameBackStates as readonly OrderState[]).includes(change.state)
  const said = change.returnCost === undefined && leftBehind ? null : change.returnCost
  const returnCost = said == null ? said : readAmount(said, { ...money, where: 'returnCost', orZero: true })
  if (isRefusal(returnCost)) return returnCost

  await db
    .updateTable('shopOrders')
    .set({
      ...(change.amount !== undefined && amountColumns(isOwn ? null : currency, { amount: told, fees })),
      // What its fees were in another currency are none of these.
      ...(currency !== (order.originalCurrency ?? shop.currency) && { unsettled: null }),
      orderedAt,
      personId,
      code,
      ...touch,
      ...(change.creator !== undefined && { creator: creatorNamed(change.creator) }),
      ...(margin !== saidBefore && { margin, marginBy: margin === null ? null : ('said' as const) }),
      ...(change.salesPlace && { salesPlace: change.salesPlace }),
      ...(change.state && { state: change.state }),
      ...(returnCost !== undefined && { returnCost, returnCostBy: returnCost === null ? null : ('said' as const) }),
      ...(change.foundUs && foundUsColumns(change.foundUs)),
      ...(change.note !== undefined && { note: plain(change.note) }),
      changedAt: scope.clock.now(),
    })
    .where('workspaceId', '=', scope.workspaceId)
    .where('orderId', '=', orderId)
    .execute()
  if (lines) {
    await db.deleteFrom('shopOrderLines').where('workspaceId', '=', scope.workspaceId).where('orderId', '=', orderId).execute()
    await writeLines(scope, orderId, isOwn ? lines : lines.map((line) => ({ ...line, price: null })))
  }
  await reckonMargins(scope, shop, { orderIds: [orderId] })
  await scope.announce({ type: 'OrderChanged', orderId })
  return undefined
}

/** Another number is another person; another name is the same person, named better. */
async function personAfter(
  scope: WriteScope,
  needs: ShopNeeds,
  before: string | null,
  { phone, change, at }: { phone: string | null; change: OrderChange; at: Date },
): Promise<string | null> {
  const name = plain(change.buyerName)
  let person = before
  if (phone !== null) person = await people.meetPerson(scope, needs.secrets, { phone, name, at })
  else if (change.phone !== undefined) person = null
  if (person === null) return name === null ? null : people.meetPerson(scope, needs.secrets, { phone: null, name, at })
  if (change.buyerName !== undefined) await people.renamePerson(scope, person, name)
  return person
}
