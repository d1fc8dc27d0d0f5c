import { exponents } from '#contract/amount.ts'
import type { Order } from '#contract/shop.ts'
import type { Language, Money, Month } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn, hourIn } from '#platform/clock'
import { textsIn } from '#platform/i18n'
import { isRefusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { CSV_MARK, csvLine } from '#platform/sheets'
import { orders } from './orders.ts'

const columns = ['number', 'day', 'time', 'amount', 'originalCurrency', 'originalAmount', 'margin', 'marginBy', 'state', 'returnCost', 'salesPlace', 'channel', 'foundUs', 'detail', 'creator', 'code', 'products', 'externalId', 'note'] as const

/** The shop's orders as CSV, a piece at a time: amounts in whole currency with a point, times in the shop's zone. */
export async function* ordersFile(scope: ReadScope, month: Month | undefined, language: Language): AsyncGenerator<string> {
  const { zone, currency } = await workspace.shopProfile(scope)
  const text = textsIn(language)
  const money = (units: number | null, of: Money = currency) => (units === null ? '' : (units / 10 ** exponents[of]).toFixed(exponents[of]))
  const row = (order: Order) => {
    const at = new Date(order.orderedAt)
    const channel = order.foundUs.answer === 'said' ? order.foundUs.channel : (order.tracked?.channel ?? null)
    return [
      order.id,
      dayIn(zone, at),
      hourIn(zone, at),
      money(order.amount),
      order.original?.currency ?? '',
      order.original ? money(order.original.amount, order.original.currency) : '',
      money(order.margin),
      order.marginBy === null ? '' : text(`shop:marginBy.${order.marginBy}`),
      text(`shop:states.${order.state}`),
      money(order.returnCost),
      text(`shop:places.${order.salesPlace}`),
      channel === null ? '' : text(`channels:${channel}`),
      text(`shop:answers.${order.foundUs.answer}`),
      order.foundUs.answer === 'said' ? (order.foundUs.detail ?? '') : '',
      order.creator ?? '',
      order.code ?? '',
      order.lines.map((line) => `${line.quantity} × ${line.name}`).join('; '),
      order.externalId ?? '',
      order.note ?? '',
    ]
  }
  yield CSV_MARK + csvLine(columns.map((column) => text(`shop:file.${column}`)))
  let cursor: string | undefined
  do {
    const page = await orders(scope, { limit: 200, ...(month && { month }), ...(cursor && { cursor }) })
    if (isRefusal(page)) throw new Error(page.refused)
    yield page.items.map((order) => csvLine(row(order))).join('')
    cursor = page.next
  } while (cursor)
}
