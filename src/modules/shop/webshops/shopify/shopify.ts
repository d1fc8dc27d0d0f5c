import { z } from 'zod'
import { isMoney, type Money as Currency } from '#contract/values.ts'
import { unsaid } from '../../imports/formats/format.ts'
import { shopify as format } from '../../imports/formats/shopify.ts'
import { vouchersIn } from '../../imports/orders-of-file.ts'
import { hmacFits, unitsOf, type WebshopAdapter } from '../adapter.ts'

const Money = z.union([z.string(), z.number()])
const Order = z.object({
  /** As the shop shows it: `#1001`. */
  name: z.string().min(1).max(100),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
  cancelled_at: z.string().nullish(),
  financial_status: z.string().nullish(),
  fulfillment_status: z.string().nullish(),
  currency: z.string(),
  subtotal_price: Money,
  /** After refunds and edits. */
  current_subtotal_price: Money.nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  line_items: z
    .array(
      z.object({
        title: z.string(),
        variant_title: z.string().nullish(),
        sku: z.string().nullish(),
        quantity: z.int().min(0),
        current_quantity: z.int().min(0).optional(),
        price: Money,
        discount_allocations: z.array(z.object({ amount: Money })).default([]),
      }),
    )
    .max(1000),
  /** Placed by its owner, to try the shop out. */
  test: z.boolean().nullish(),
  discount_codes: z.array(z.object({ code: z.string() })).nullish().catch(null),
  // https://shopify.dev/docs/api/admin-rest/latest/resources/refund
  refunds: z.array(z.object({ order_adjustments: z.array(z.object({ kind: z.string().nullish(), amount: Money })).nullish() })).nullish(),
})
type Order = z.infer<typeof Order>

/** Shopify, Settings → Notifications → Webhooks, any of the events of an order, as JSON. */
export const shopify: WebshopAdapter = {
  kind: 'shopify',
  isPing: () => false,
  isSigned: ({ headers, body }, secret) => hmacFits(body, secret, headers['x-shopify-hmac-sha256']),
  // `orders/edited` tells of the edit alone, and `orders/updated` of the order after it.
  isOrder: ({ headers }) => /^orders\/(create|updated|paid|partially_fulfilled|fulfilled|cancelled)$/.test(headers['x-shopify-topic'] ?? '') && headers['x-shopify-test'] !== 'true',
  read(payload) {
    const { data: order } = Order.safeParse(payload)
    const state = order && format.stateOf({ ...unsaid, status: order.financial_status ?? '', substatus: order.fulfillment_status ?? '', returnStatus: order.cancelled_at ?? '' })
    if (order?.test) return 'trial'
    if (!order || !state) return 'unreadable'
    const { currency } = order
    if (!isMoney(currency)) return 'currency'
    const gone = state === 'cancelled' || state === 'returned'
    return {
      externalId: order.name,
      orderedAt: new Date(order.created_at),
      state,
      salesPlace: 'web',
      currency,
      amount: gone ? unitsOf(order.subtotal_price, currency) : keptOf(order, currency),
      fees: null,
      buyer: order.email || order.phone || null,
      channel: null,
      ...vouchersIn((order.discount_codes ?? []).map(({ code }) => code).join('\n')),
      note: null,
      lines: order.line_items.map(({ title, variant_title: variation, sku, quantity, current_quantity: kept = quantity, price, discount_allocations: discounts }) => ({
        name: title.slice(0, 200),
        sku: sku?.slice(0, 80) || null,
        variation: variation?.slice(0, 120) || null,
        quantity,
        returned: Math.max(0, quantity - kept),
        value: Math.max(0, unitsOf(price, currency) * quantity - discounts.reduce((sum, { amount }) => sum + unitsOf(amount, currency), 0)),
      })),
      extra: {},
      changedAt: new Date(order.updated_at),
    }
  },
}

/**
 * What the shop kept of the goods. A sum that was given back for no piece (a jar arrived broken) is not off the subtotal: it is told as a difference, below
 * zero; one above zero was kept of pieces that came back.
 */
function keptOf({ current_subtotal_price: current, subtotal_price: placed, refunds }: Order, currency: Currency): number {
  const differences = (refunds ?? []).flatMap(({ order_adjustments: all }) => all ?? []).filter(({ kind }) => kind === 'refund_discrepancy')
  return Math.max(0, differences.reduce((sum, { amount }) => sum + unitsOf(amount, currency), unitsOf(current ?? placed, currency)))
}
