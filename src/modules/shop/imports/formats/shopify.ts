import type { OrderState } from '#contract/shop.ts'
import type { Format, StatusWords } from './format.ts'

/** Shopify, Orders → Export: a row for each product; what belongs to the order stands on its first row alone. */
export const shopify: Format = {
  name: 'shopify',
  salesPlace: 'web',
  currency: null,
  zone: null,
  columns: {
    id: ['Name'],
    status: ['Financial Status'],
    substatus: ['Fulfillment Status'],
    returnStatus: ['Cancelled at'],
    orderedAt: ['Created at'],
    paidAt: ['Paid at'],
    product: ['Lineitem name'],
    sku: ['Lineitem sku'],
    price: ['Lineitem price'],
    quantity: ['Lineitem quantity'],
    // After discounts, before delivery and taxes.
    amount: ['Subtotal'],
    refunded: ['Refunded Amount'],
    currency: ['Currency'],
    buyer: ['Email'],
    voucher: ['Discount Code'],
    phone: ['Phone', 'Billing Phone', 'Shipping Phone'],
  },
  needed: ['id', 'status', 'orderedAt', 'product', 'quantity', 'amount'],
  personal: ['Billing Name', 'Shipping Name', 'Billing Street', 'Shipping Street', 'Billing Company', 'Shipping Company', 'Notes', 'Note Attributes', 'Receipt Number'],
  stateOf,
}

function stateOf({ status, substatus, returnStatus }: StatusWords): OrderState | null {
  if (returnStatus !== '' || /^(voided|expired)/i.test(status)) return 'cancelled'
  if (/^refunded/i.test(status)) return 'returned'
  if (/^(paid|partially_refunded|partially_paid)/i.test(status)) return /^fulfilled/i.test(substatus) ? 'done' : 'placed'
  return /^(pending|authorized)/i.test(status) ? 'placed' : null
}
