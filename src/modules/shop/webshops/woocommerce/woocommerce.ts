import { z } from 'zod'
import { isMoney } from '#contract/values.ts'
import { unsaid } from '../../imports/formats/format.ts'
import { woocommerce as format } from '../../imports/formats/woocommerce.ts'
import { vouchersIn } from '../../imports/orders-of-file.ts'
import { hmacFits, unitsOf, type WebshopAdapter } from '../adapter.ts'

const Money = z.union([z.string(), z.number()]).default(0)
const Order = z.object({
  id: z.int(),
  number: z.string().optional(),
  status: z.string(),
  currency: z.string(),
  payment_method: z.string().default(''),
  date_created_gmt: z.string(),
  date_modified_gmt: z.string(),
  prices_include_tax: z.boolean().default(false),
  billing: z.object({ email: z.string().default(''), phone: z.string().default('') }).default({ email: '', phone: '' }),
  line_items: z.array(z.object({ name: z.string(), sku: z.string().nullish(), quantity: z.int().min(0), total: Money, total_tax: Money })).max(1000),
  coupon_lines: z.array(z.object({ code: z.string() })).catch([]),
  refunds: z.array(z.object({ total: Money })).default([]),
})

/** WooCommerce, Settings → Advanced → Webhooks, topic "Order created" or "Order updated". */
export const woocommerce: WebshopAdapter = {
  kind: 'woocommerce',
  isPing: ({ body }) => /^webhook_id=\d+$/.test(body.subarray(0, 64).toString()),
  isSigned: ({ headers, body }, secret) => hmacFits(body, secret, headers['x-wc-webhook-signature']),
  isOrder: ({ headers }) => /^order\.(created|updated|restored)$/.test(headers['x-wc-webhook-topic'] ?? ''),
  read(payload) {
    const { data: order } = Order.safeParse(payload)
    const state = order && format.stateOf({ ...unsaid, status: order.status, payment: order.payment_method })
    const [orderedAt, changedAt] = [order?.date_created_gmt, order?.date_modified_gmt].map((text) => new Date(`${text?.replace(/Z$/, '')}Z`))
    if (!order || !state || Number.isNaN(orderedAt!.getTime()) || Number.isNaN(changedAt!.getTime())) return 'unreadable'
    const { currency } = order
    if (!isMoney(currency)) return 'currency'
    const lines = order.line_items.map(({ name, sku, quantity, total, total_tax: tax }) => ({
      name: name.slice(0, 200),
      sku: sku?.slice(0, 80) || null,
      variation: null,
      quantity,
      returned: 0,
      value: unitsOf(total, currency) + (order.prices_include_tax ? unitsOf(tax, currency) : 0),
    }))
    const goods = lines.reduce((sum, { value }) => sum + value, 0)
    // Given back in whole, it is a return with the worth it had.
    const back = state === 'returned' ? 0 : order.refunds.reduce((sum, { total }) => sum + Math.abs(unitsOf(total, currency)), 0)
    return {
      externalId: order.number ?? String(order.id),
      orderedAt: orderedAt!,
      state,
      salesPlace: 'web',
      currency,
      amount: Math.max(0, goods - back),
      fees: null,
      buyer: order.billing.email || order.billing.phone || null,
      channel: null,
      ...vouchersIn(order.coupon_lines.map(({ code }) => code).join('\n')),
      note: null,
      lines,
      extra: {},
      changedAt: changedAt!,
    }
  },
}
