import type { Format } from './format.ts'
import { shopeeState } from './shopee-status.ts'

/** Shopee Indonesia, Pusat Penjual → Pesanan Saya → Ekspor: sheet `orders`, a row per SKU. */
export const shopeeId: Format = {
  name: 'shopee-id',
  salesPlace: 'shopee',
  currency: 'IDR',
  zone: 'Asia/Jakarta',
  columns: {
    id: ['No. Pesanan', 'Nomor Pesanan'],
    status: ['Status Pesanan'],
    returnStatus: ['Status Pembatalan/ Pengembalian', 'Status Pengembalian'],
    payment: ['Metode Pembayaran'],
    // When delivery was arranged is told too, but not when it began.
    cancelReason: ['Alasan Pembatalan'],
    returnFee: ['Ongkos Kirim Pengembalian Barang'],
    orderedAt: ['Waktu Pesanan Dibuat'],
    paidAt: ['Waktu Pembayaran Dilakukan'],
    product: ['Nama Produk'],
    sku: ['Nomor Referensi SKU', 'SKU Induk'],
    variation: ['Nama Variasi'],
    price: ['Harga Setelah Diskon'],
    quantity: ['Jumlah'],
    returned: ['Returned quantity', 'Jumlah Dikembalikan'],
    // Per row in spite of its name; older files call it Total Harga Produk.
    lineValue: ['Subtotal Pesanan', 'Total Harga Produk'],
    buyer: ['Username (Pembeli)'],
    phone: ['No. Telepon'],
    sellerNote: ['Catatan'],
    voucher: ['Kode Voucher', 'Kode Voucher Toko'],
  },
  needed: ['id', 'status', 'orderedAt', 'product', 'quantity', 'lineValue'],
  personal: ['Nama Penerima', 'Alamat Pengiriman', 'Catatan dari Pembeli', 'No. Resi'],
  stateOf: shopeeState,
}
