import type { Kysely, Selectable } from 'kysely'
import type { BuyButton } from '#contract/buy-buttons.ts'
import { queries as links } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import type { Money } from '#contract/values.ts'
import type { ReadScope } from '#platform/scope'
import { paidStates } from '../model/payment.ts'
import { tables, type ShopTables } from '../tables.ts'
import { payAccountRows, waysOffered } from './pay-accounts.ts'

export type BuyButtonRow = Selectable<ShopTables['shopBuyButtons']>

/** Where others reach this Kicau; handed in by compose. */
export interface PublicAddressNeeds {
  publicAddress(): { url: string | null; reachable: boolean }
  ownDomain?(workspaceId: string): string | null
}

export const payPath = (code: string): string => `/b/${code}`

/** The buy buttons, open ones first and the newest of them; with what each brought and the short links that lead to it. */
export async function buyButtons(scope: ReadScope, needs: PublicAddressNeeds): Promise<BuyButton[]> {
  const rows = await tables(scope)
    .selectFrom('shopBuyButtons')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy(({ eb }) => eb('closedAt', 'is not', null))
    .orderBy('madeAt', 'desc')
    .limit(500)
    .execute()
  const { url } = needs.publicAddress()
  const addressOf = ({ code }: BuyButtonRow) => url && `${url}${payPath(code)}`
  const [shop, accounts, paid, leading] = await Promise.all([workspace.shopProfile(scope), payAccountRows(scope), paidByButton(scope), links.linksTo(scope, needs, rows.flatMap((row) => addressOf(row) ?? []))])
  return rows.map((row) => ({
    id: row.buttonId,
    code: row.code,
    url: addressOf(row),
    product: row.productId,
    name: row.name,
    price: row.price,
    currency: row.currency ?? shop.currency,
    words: row.words,
    stock: row.stock,
    thanks: row.thanks,
    accounts: row.accounts,
    onPage: row.onPage,
    picture: pictureOf(row),
    closed: row.closedAt !== null,
    payable: waysOffered(accounts, { accounts: row.accounts, currency: row.currency ?? shop.currency, trial: false }).length > 0,
    paid: paid.get(row.buttonId) ?? { orders: 0, amount: 0, unknown: 0 },
    links: leading.flatMap(({ target, ...link }) => (target === addressOf(row) ? [link] : [])),
  }))
}

/** With its version, so that a browser may keep it for good. */
export const pictureOf = ({ code, picture, changedAt }: Pick<BuyButtonRow, 'code' | 'picture' | 'changedAt'>): string | null =>
  picture && `${payPath(code)}/picture?v=${changedAt.getTime().toString(36)}`

async function paidByButton(scope: ReadScope): Promise<Map<string, BuyButton['paid']>> {
  const rows = await tables(scope)
    .selectFrom('shopPayments as payment')
    .innerJoin('shopOrders as order', (join) => join.onRef('order.orderId', '=', 'payment.orderId').onRef('order.workspaceId', '=', 'payment.workspaceId'))
    .select(['payment.buttonId'])
    .select(({ fn }) => [fn.countAll<number>().as('orders'), fn.count<number>('order.amount').as('known'), fn.sum<number>('order.amount').as('amount')])
    .where('payment.workspaceId', '=', scope.workspaceId)
    .where('payment.state', 'in', [...paidStates])
    .where('order.undoneAt', 'is', null)
    .where('order.state', 'in', ['placed', 'done'])
    .groupBy('payment.buttonId')
    .execute()
  return new Map(rows.map(({ buttonId, orders, known, amount }) => [buttonId, { orders: Number(orders), amount: Number(amount ?? 0), unknown: Number(orders) - Number(known) }]))
}

/** The button of an address, of whichever shop: asked by who opens it, and so of the database itself. */
export async function buyButtonByCode(db: Kysely<{}>, code: string): Promise<BuyButtonRow | null> {
  const row = await (db as unknown as Kysely<ShopTables>).selectFrom('shopBuyButtons').selectAll().where('code', '=', code).executeTakeFirst()
  return row ?? null
}

/** A payment by the address of its buyer's page. */
export async function paymentByToken(scope: ReadScope, buttonId: string, token: string) {
  const row = await tables(scope)
    .selectFrom('shopPayments')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('buttonId', '=', buttonId)
    .where('token', '=', token)
    .executeTakeFirst()
  return row ?? null
}

const MOST_ON_PAGE = 12

export interface ButtonOnPage {
  code: string
  name: string
  price: number | null
  currency: Money
}

/** The open buttons that stand on the shop's page, the oldest first: only those that there is a way to pay, and no trial. */
export async function buyButtonsOnPage(scope: ReadScope): Promise<ButtonOnPage[]> {
  const [{ currency: own }, accounts, buttons] = await Promise.all([
    workspace.shopProfile(scope),
    payAccountRows(scope),
    tables(scope)
      .selectFrom('shopBuyButtons')
      .select(['code', 'name', 'price', 'currency', 'accounts'])
      .where('workspaceId', '=', scope.workspaceId)
      .where('onPage', '=', true)
      .where('closedAt', 'is', null)
      .orderBy('madeAt')
      .limit(100)
      .execute(),
  ])
  const payable = buttons.filter((button) => waysOffered(accounts, { accounts: button.accounts, currency: button.currency ?? own, trial: false }).some(({ account }) => account.live))
  return payable.slice(0, MOST_ON_PAGE).map(({ code, name, price, currency }) => ({ code, name, price, currency: currency ?? own }))
}
