import type { Selectable } from 'kysely'
import { MOST_FORM_PRODUCTS, type OrderForm } from '#contract/order-form.ts'
import { orderFormPart } from '#contract/reserved.ts'
import { queries as links } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'
import { tables, type ShopTables } from '../tables.ts'
import type { PublicAddressNeeds } from './buy-buttons.ts'

export type OrderFormRow = Omit<Selectable<ShopTables['shopOrderForms']>, 'workspaceId' | 'changedAt'>

/** As it begins: closed, and with all that has a price. */
const fresh: OrderFormRow = {
  open: false,
  paused: false,
  pausedWords: '',
  hours: '',
  words: '',
  products: null,
  phone: 'required',
  pickUp: true,
  delivery: false,
  deliveryFee: null,
  deliveryWords: '',
}

/** The form as it is kept; null where it was never opened. */
export async function orderFormRow(scope: ReadScope): Promise<OrderFormRow | null> {
  const row = await tables(scope).selectFrom('shopOrderForms').selectAll().where('workspaceId', '=', scope.workspaceId).executeTakeFirst()
  return row ?? null
}

/** Whether the shop takes orders by its form, now or soon. */
export const orderFormOpen = async (scope: ReadScope): Promise<boolean> => (await orderFormRow(scope))?.open ?? false

export interface ProductOffered {
  id: string
  name: string
  price: number
}

/** What can be ordered: of the chosen products (null: of all) those that have a price and are still sold, by their names. */
export async function productsOffered(scope: ReadScope, chosen: readonly string[] | null): Promise<ProductOffered[]> {
  if (chosen?.length === 0) return []
  const rows = await tables(scope)
    .selectFrom('shopProducts')
    .select(['productId as id', 'name', 'price'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('archivedAt', 'is', null)
    .where('price', '>', 0)
    .$if(chosen !== null, (query) => query.where('productId', 'in', [...chosen!]))
    .orderBy('name')
    .limit(MOST_FORM_PRODUCTS)
    .execute()
  return rows.map(({ price, ...row }) => ({ ...row, price: price! }))
}

/** Where the form stands: under the shop's own domain where it has one that leads here; null without any address. */
export function orderFormUrl({ publicAddress, ownDomain }: PublicAddressNeeds, { id, slug }: { id: string; slug: string }): string | null {
  const at = ownDomain?.(id) ?? publicAddress().url
  return at && `${at}${orderFormPath(slug)}`
}

export const orderFormPath = (slug: string): string => `/s/${slug}/${orderFormPart}`

/** The form as its owner sees it. */
export async function orderForm(scope: ReadScope, needs: PublicAddressNeeds): Promise<OrderForm> {
  const [row, shop, brought, waiting] = await Promise.all([orderFormRow(scope), workspace.shopProfile(scope), broughtByForm(scope), formOrdersWaiting(scope)])
  const { open, paused, pausedWords, hours, words, products, phone, pickUp, delivery, deliveryFee, deliveryWords } = row ?? fresh
  const url = orderFormUrl(needs, shop)
  const [offered, leading] = await Promise.all([productsOffered(scope, products), links.linksTo(scope, needs, url === null ? [] : [url])])
  return {
    url,
    open,
    paused,
    pausedWords,
    hours,
    words,
    products,
    phone,
    pickUp,
    delivery,
    deliveryFee,
    deliveryWords,
    offered: offered.length,
    brought,
    waiting,
    links: leading.map(({ target: _, ...link }) => link),
  }
}

async function broughtByForm(scope: ReadScope): Promise<OrderForm['brought']> {
  const { orders, amount } = await tables(scope)
    .selectFrom('shopFormOrders as sent')
    .innerJoin('shopOrders as order', (join) => join.onRef('order.orderId', '=', 'sent.orderId').onRef('order.workspaceId', '=', 'sent.workspaceId'))
    .select(({ fn }) => [fn.countAll<number>().as('orders'), fn.sum<number | null>('order.amount').as('amount')])
    .where('sent.workspaceId', '=', scope.workspaceId)
    .where('order.undoneAt', 'is', null)
    .where('order.state', 'in', ['placed', 'done'])
    .executeTakeFirstOrThrow()
  return { orders: Number(orders), amount: Number(amount ?? 0) }
}

async function formOrdersWaiting(scope: ReadScope): Promise<number> {
  const { count } = await tables(scope)
    .selectFrom('shopFormOrders')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('confirmedAt', 'is', null)
    .where('declinedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
