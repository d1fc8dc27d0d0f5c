import type { SettlementFormat } from './format.ts'

const settles: SettlementFormat['settles'] = {
  market: 'shopee',
  kinds: {
    commission: [['Biaya Administrasi', 'Commission Fee']],
    service: [['Biaya Layanan', 'Biaya Layanan Promo XTRA*', 'Biaya Gratis Ongkir XTRA*', 'Service Fee']],
    processing: [['Biaya Proses Pesanan', 'Order Processing Fee', 'Seller Order Processing Fee']],
    payment: [['Biaya Transaksi', 'Transaction Fee']],
    affiliate: [['Biaya Komisi AMS', 'AMS Commission Fee', 'AMS Service Fee']],
    campaign: [['Biaya Kampanye', 'Campaign Fee']],
    shipping: [
      [
        'Ongkir Dibayar Pembeli',
        'Diskon Ongkir Ditanggung Jasa Kirim',
        'Gratis Ongkir dari Shopee',
        'Ongkir yang Diteruskan oleh Shopee ke Jasa Kirim',
        'Ongkos Kirim yang Dibayarkan ke Jasa Kirim',
        'Ongkos Kirim Pengembalian Barang',
        'Kembali ke Biaya Pengiriman Pengirim',
        'Pengembalian Biaya Kirim',
        'Biaya Program Hemat Biaya Kirim',
        'Shipping Fee Paid by Buyer',
        'Shipping Fee Charged by Logistic Provider',
        'Seller Paid Shipping Fee SST',
        'Shipping Rebate From Shopee',
        'Actual Shipping Fee',
        'Reverse Shipping Fee',
        'Reverse Shipping Fee SST',
        'Saver Programme Shipping Fee Savings',
        'Saver Programme Fee',
        'Return to Seller Fee',
      ],
    ],
    insurance: [['Premi', 'Premium']],
    voucher: [
      [
        'Voucher disponsor oleh Penjual',
        'Voucher co-fund disponsor oleh Penjual',
        'Cashback Koin disponsori Penjual',
        'Cashback Koin Co-fund disponsori Penjual',
        'Voucher Sponsored by Seller',
        'Cofund Voucher Sponsored by Seller',
        'Coin Cashback Sponsored by Seller',
        'Cofund Coin Cashback Sponsored by Seller',
      ],
    ],
    rebate: [['Diskon Produk dari Shopee', 'Rebate Provided by Shopee']],
    duty: [['Bea Masuk, PPN & PPh', 'Custom Tax']],
    tax: [['PPh 22', 'PPh Pasal 22', 'Article 22 Income Tax', 'Withholding Tax']],
    'top-up': [['Biaya Isi Saldo Otomatis (dari Penghasilan)', 'Ads Escrow Top Up Fee']],
  },
  isOfProduct: (view) => /^sku|^produk|^product/i.test(view),
  once: true,
}

const columns: SettlementFormat['columns'] = {
  id: ['No. Pesanan', 'Order ID'],
  entry: ['No. Pengajuan', 'Refund ID'],
  view: ['Lihat berdasarkan', 'View By'],
  orderedAt: ['Waktu Pesanan Dibuat', 'Order Creation Date'],
  paidAt: ['Tanggal Dana Dilepaskan', 'Payout Completed Date'],
  goods: ['Harga Asli Produk', 'Harga Produk', 'Original Product Price', 'Product Price'],
  fee1: ['Biaya Administrasi', 'Commission Fee', 'Commission Fee (incl. SST)'],
  discount: ['Total Diskon Produk', 'Your Seller product promotion'],
  refunded: ['Jumlah Pengembalian Dana ke Pembeli', 'Refund Amount'],
}

/** Shopee Indonesia, Keuangan → Penghasilan Saya → Sudah Dilepas → Ekspor: sheet `Penghasilan`, or `Income` in English. */
export const shopeeIncomeId: SettlementFormat = {
  name: 'shopee-income-id',
  salesPlace: 'shopee',
  currency: 'IDR',
  zone: 'Asia/Jakarta',
  columns: { ...columns, paidOut: ['Total Penghasilan', 'Total Released Amount (Rp)', 'Total Released Amount (IDR)'] },
  needed: ['id', 'fee1'],
  settles,
}

/** Shopee Malaysia's: in English, in ringgit with sen, its fees with SST. */
export const shopeeIncomeMy: SettlementFormat = {
  name: 'shopee-income-my',
  salesPlace: 'shopee',
  currency: 'MYR',
  zone: 'Asia/Kuala_Lumpur',
  columns: { ...columns, paidOut: ['Total Released Amount (RM)', 'Total Released Amount (MYR)', 'Total Released Amount'] },
  needed: ['id', 'fee1'],
  settles,
}
