import type { OrderState } from '#contract/shop.ts'
import { isCod } from './failed-cod.ts'
import type { Format, StatusWords } from './format.ts'

/** WooCommerce has no one export of orders: the columns of Analytics → Orders, and of the plugins that most shops use. */
export const woocommerce: Format = {
  name: 'woocommerce',
  salesPlace: 'web',
  currency: null,
  zone: null,
  columns: {
    id: ['Order #', 'Order Number', 'order_number', 'order_id', 'Order ID'],
    status: ['Status', 'Order Status', 'order_status'],
    payment: ['Payment Method Title', 'Payment Method', 'payment_method_title', 'payment_method'],
    orderedAt: ['Order Date', 'order_date', 'date_created', 'Date'],
    product: ['Item Name', 'item_name', 'Product Name', 'Product(s)'],
    sku: ['SKU', 'item_sku'],
    quantity: ['Quantity (- Refund)', 'Quantity', 'item_quantity'],
    price: ['Item Cost', 'item_price'],
    // Goods without delivery where it is named; else what the report calls net.
    amount: ['Order Subtotal Amount', 'order_subtotal', 'N. Revenue', 'Net Sales', 'Order Total Amount', 'order_total'],
    refunded: ['Order Refund Amount', 'refunded_total'],
    currency: ['Order Currency', 'order_currency', 'Currency'],
    buyer: ['Email (Billing)', 'billing_email', 'Customer'],
    phone: ['Phone (Billing)', 'billing_phone'],
    voucher: ['Coupon Code', 'coupon_code', 'Coupon(s)', 'Coupons Used', 'coupons'],
  },
  needed: ['id', 'status', 'orderedAt', 'amount'],
  personal: ['Customer', 'Customer Note', 'customer_note', 'First Name (Billing)', 'Last Name (Billing)', 'First Name (Shipping)', 'Last Name (Shipping)', 'Company (Billing)'],
  stateOf,
  piecesIn,
  refundsBelowZero: true,
}

// `2× Sambal, 1× Rempeyek`: get_products() of src/Admin/API/Reports/Orders/Controller.php; a refund's pieces are below zero.
const PIECE = /^(-?\d{1,6})× (.+)$/s
function piecesIn(product: string): { name: string; quantity: number }[] | null {
  const pieces = product.split(/, (?=-?\d{1,6}× )/).map((text) => PIECE.exec(text))
  return pieces.every((piece) => piece !== null) ? pieces.map(([, quantity, name]) => ({ name: name!, quantity: Number(quantity) })) : null
}

function stateOf({ status, payment }: StatusWords): OrderState | null {
  const words = status.toLowerCase().replace(/^wc-/, '')
  // What is paid for at the door can't fail before it is there.
  if (/^(failed|gagal)/.test(words) && isCod({ payment })) return 'cod-failed'
  if (/^(cancelled|canceled|failed|trash|checkout-draft|dibatalkan|gagal|batal)/.test(words)) return 'cancelled'
  if (/^(refunded|dikembalikan|dana dikembalikan)/.test(words)) return 'returned'
  if (/^(completed|selesai)/.test(words)) return 'done'
  return /^(pending|processing|on-hold|on hold|menunggu|diproses|sedang diproses|tertahan)/.test(words) ? 'placed' : null
}
