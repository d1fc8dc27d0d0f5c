import type { Format } from './format.ts'
import { shopeeState } from './shopee-status.ts'

/** Shopee Malaysia: as Indonesia's, in English and in ringgit with sen; it names its fees. */
export const shopeeMy: Format = {
  name: 'shopee-my',
  salesPlace: 'shopee',
  currency: 'MYR',
  // Singapore's and the Philippines' files have the same columns and other money.
  onlyIn: ['MYR', 'IDR'],
  zone: 'Asia/Kuala_Lumpur',
  columns: {
    id: ['Order ID'],
    status: ['Order Status'],
    returnStatus: ['Return / Refund Status'],
    payment: ['Payment Method'],
    cancelReason: ['Cancel reason'],
    returnFee: ['Reverse Shipping Fee'],
    orderedAt: ['Order Creation Date'],
    paidAt: ['Order Paid Time'],
    product: ['Product Name'],
    sku: ['SKU Reference No.', 'Parent SKU Reference No.'],
    variation: ['Variation Name'],
    price: ['Deal Price'],
    quantity: ['Quantity'],
    returned: ['Returned quantity'],
    lineValue: ['Product Subtotal'],
    buyer: ['Username (Buyer)'],
    phone: ['Phone Number'],
    sellerNote: ['Note'],
    voucher: ['Voucher Code', 'Seller Voucher Code'],
    fee1: ['Transaction Fee', 'Transaction Fee(Incl. GST)', 'Transaction Fee (Incl. SST)'],
    fee2: ['Commission Fee'],
    fee3: ['Service Fee'],
  },
  needed: ['id', 'status', 'orderedAt', 'product', 'quantity', 'lineValue'],
  personal: ['Receiver Name', 'Delivery Address', 'Town', 'District', 'Zip Code', 'Remark from buyer', 'Tracking Number*'],
  stateOf: shopeeState,
}
