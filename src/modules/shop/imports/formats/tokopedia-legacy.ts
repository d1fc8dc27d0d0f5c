import type { OrderState } from '#contract/shop.ts'
import type { Format, StatusWords } from './format.ts'

/** Tokopedia before the merge: `Laporan Penjualan`, the header below the shop's name and the period. */
export const tokopediaLegacy: Format = {
  name: 'tokopedia-legacy',
  salesPlace: 'tokopedia',
  currency: 'IDR',
  zone: 'Asia/Jakarta',
  columns: {
    id: ['Nomor Invoice'],
    status: ['Status Terakhir'],
    orderedAt: ['Tanggal Pembayaran'],
    product: ['Nama Produk'],
    sku: ['Nomor SKU'],
    variation: ['Tipe Produk', 'Nama Varian'],
    price: ['Harga Jual (IDR)'],
    quantity: ['Jumlah Produk Dibeli'],
    lineValue: ['Total Penjualan (IDR)'],
    phone: ['No Telp Penerima', 'No Telp Pembeli'],
    buyer: ['Username Pembeli'],
  },
  needed: ['id', 'status', 'orderedAt', 'product', 'quantity', 'lineValue'],
  personal: ['Nama Penerima', 'Nama Pembeli', 'Alamat Pengiriman', 'No Resi / Kode Booking'],
  stateOf,
}

function stateOf({ status }: StatusWords): OrderState | null {
  if (/dibatalkan|batal|ditolak|cancel|reject/i.test(status)) return 'cancelled'
  if (/dikomplain.*refund|pengembalian dana selesai|refunded|complain.*refund/i.test(status)) return 'returned'
  if (/selesai|pesanan tiba|diterima|complete|done|arrived|delivered|received/i.test(status)) return 'done'
  return /diproses|dikirim|menunggu|siap|dibayar|pembayaran|process|ship|deliver|waiting|ready|paid|new order/i.test(status) ? 'placed' : null
}
