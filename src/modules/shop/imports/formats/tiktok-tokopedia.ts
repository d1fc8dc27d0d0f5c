import type { OrderState } from '#contract/shop.ts'
import { cancelledOrFailed } from './failed-cod.ts'
import type { Format, StatusWords } from './format.ts'

/** TikTok Shop and Tokopedia since they are one: sheet `OrderSKUList`, row 2 describes the columns. */
export const tiktokTokopedia: Format = {
  name: 'tiktok-tokopedia',
  salesPlace: 'tiktok-shop',
  // The same columns in each of its countries, and none that names the money.
  currency: null,
  zone: 'Asia/Jakarta',
  columns: {
    id: ['Order ID'],
    status: ['Order Status'],
    substatus: ['Order Substatus'],
    returnStatus: ['Cancelation/Return Type', 'Cancellation/Return Type'],
    payment: ['Payment Method'],
    cancelReason: ['Cancel Reason'],
    shippedAt: ['Shipped Time'],
    orderedAt: ['Created Time'],
    paidAt: ['Paid Time'],
    product: ['Product Name'],
    sku: ['Seller SKU'],
    variation: ['Variation'],
    quantity: ['Quantity'],
    returned: ['Sku Quantity of return'],
    lineValue: ['SKU Subtotal After Discount'],
    buyer: ['Buyer Username'],
    phone: ['Phone #'],
    sellerNote: ['Seller Note'],
    salesPlace: ['Purchase Channel'],
    creator: ['Creator Handle'],
    voucher: ['Seller Voucher Code', 'Voucher Code'],
  },
  needed: ['id', 'status', 'orderedAt', 'product', 'quantity', 'lineValue'],
  personal: ['Recipient', 'Zipcode', 'Districts', 'Villages', 'Detail Address', 'Additional address information', 'Buyer Message', 'Tracking ID'],
  stateOf,
  salesPlaceOf: (text) => (/tokopedia/i.test(text) ? 'tokopedia' : 'tiktok-shop'),
  creatorsOn: 'tiktok',
}

function stateOf({ status, substatus, returnStatus, ...how }: StatusWords): OrderState | null {
  if (/^(dibatalkan|cancell?ed|canceled|batal)/i.test(status)) return cancelledOrFailed(how)
  if (/return|refund|pengembalian/i.test(returnStatus)) return 'returned'
  if (/^(selesai|completed?|delivered|terkirim)/i.test(status)) return 'done'
  return /^(belum|unpaid|perlu|to ship|awaiting|menunggu|dikirim|shipped|sedang|in transit|diproses|on hold)/i.test(status || substatus) ? 'placed' : null
}
