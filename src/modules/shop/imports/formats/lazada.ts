import type { OrderState } from '#contract/shop.ts'
import { isCod } from './failed-cod.ts'
import type { Format, StatusWords } from './format.ts'

/** Lazada, Seller Center → Orders → Export: a row for each piece, with a status of its own; newest and older spelling. */
export const lazada: Format = {
  name: 'lazada',
  salesPlace: 'lazada',
  currency: null,
  zone: null,
  columns: {
    id: ['orderNumber', 'Order Number', 'Order No.', 'Nomor Pesanan', 'No. Pesanan'],
    status: ['status', 'Order Status'],
    payment: ['payMethod', 'Payment Method'],
    orderedAt: ['createTime', 'Created at', 'Create Time'],
    product: ['itemName', 'Item Name'],
    sku: ['sellerSku', 'Seller SKU'],
    variation: ['variation'],
    quantity: ['quantity'],
    lineValue: ['unitPrice', 'Unit Price'],
    // The seller's own; what Lazada gives comes to the seller all the same.
    discount: ['sellerDiscountTotal', 'Seller Discount Total'],
    buyer: ['customerEmail', 'Customer Email', 'customerName', 'Customer Name'],
    phone: ['billingPhone', 'shippingPhone', 'Billing Phone Number', 'Shipping Phone Number'],
    sellerNote: ['sellerNote', 'Seller Note'],
    voucher: ['voucherCode', 'Voucher Code', 'Seller Voucher Code'],
  },
  needed: ['id', 'status', 'orderedAt', 'product', 'sku', 'lineValue'],
  personal: ['shippingName', 'billingName', 'billingAddr', 'Shipping Name', 'Billing Name', 'nationalRegistrationNumber', 'branchNumber', 'taxInvoiceRequested'],
  stateOf,
  statusOfRow: true,
}

function stateOf({ status, payment }: StatusWords): OrderState | null {
  const words = status.toLowerCase().replace(/[_-]+/g, ' ')
  if (/^(failed|delivery failed|failed delivery|shipped back|gagal|pengiriman gagal|penghantaran gagal)/.test(words)) return isCod({ payment }) ? 'cod-failed' : 'cancelled'
  if (/^(cancell?ed|canceled|lost|damaged|hilang|rusak|dibatalkan|batal)/.test(words)) return 'cancelled'
  if (/^(returned|package returned|refunded|dikembalikan|dipulangkan|retur)/.test(words)) return 'returned'
  if (/^(delivered|confirmed|completed|terkirim|diterima|telah dihantar|selesai)/.test(words)) return 'done'
  return /^(unpaid|pending|packed|to ?pack|to ?ship|topack|toship|ready to ship|shipp(ed|ing)|in transit|out for delivery|belum|menunggu|perlu|siap|dalam|sedang|dikirim|dihantar|dikemas|dibungkus|diproses)/.test(words) ? 'placed' : null
}
