import { expect, it } from 'vitest'
import type { OrderState } from '#contract/shop.ts'
import { unsaid, type Format, type StatusWords } from './format.ts'
import { lazada } from './lazada.ts'
import { ownFormat } from './own.ts'
import { shopeeId } from './shopee-id.ts'
import { tiktokTokopedia } from './tiktok-tokopedia.ts'
import { tokopediaLegacy } from './tokopedia-legacy.ts'
import { woocommerce } from './woocommerce.ts'

const own = ownFormat({ columns: {}, salesPlace: 'chat' })
const cod = 'COD (Bayar di Tempat)'

it.each<[Format, Partial<StatusWords>, OrderState | null]>([
  [shopeeId, { status: 'Batal', payment: cod, cancelReason: 'Dibatalkan oleh sistem. Alasan: Pengiriman gagal' }, 'cod-failed'],
  [shopeeId, { status: 'Batal', payment: cod, cancelReason: 'Dibatalkan oleh Pembeli. Alasan: Ubah Pesanan' }, 'cancelled'],
  [shopeeId, { status: 'Batal', payment: cod, cancelReason: 'Pesanan gagal diproses' }, 'cancelled'],
  [shopeeId, { status: 'Batal', payment: cod, cancelReason: 'Seller failed to deliver on time' }, 'cancelled'],
  [shopeeId, { status: 'Batal', payment: cod, cancelReason: 'Buyer wants to change delivery address, payment failed' }, 'cancelled'],
  [shopeeId, { status: 'Batal', payment: cod, cancelReason: 'Alamat pengiriman salah, gagal dihubungi' }, 'cancelled'],
  [shopeeId, { status: 'Batal', payment: 'ShopeePay', cancelReason: 'Pengiriman gagal' }, 'cancelled'],
  [shopeeId, { status: 'Selesai', payment: cod }, 'done'],
  [tiktokTokopedia, { status: 'Dibatalkan', payment: 'COD', shippedAt: '02/07/2026 10:00:00' }, 'cod-failed'],
  [tiktokTokopedia, { status: 'Canceled', payment: 'Cash on delivery', cancelReason: 'Package delivery failed' }, 'cod-failed'],
  [tiktokTokopedia, { status: 'Dibatalkan', payment: 'COD' }, 'cancelled'],
  [tiktokTokopedia, { status: 'Dibatalkan', payment: 'QRIS', shippedAt: '02/07/2026 10:00:00' }, 'cancelled'],
  [lazada, { status: 'shipped_back_success', payment: 'COD' }, 'cod-failed'],
  [lazada, { status: 'Delivery Failed', payment: 'CashOnDelivery COD' }, 'cod-failed'],
  [lazada, { status: 'failed', payment: 'MIXEDCARD' }, 'cancelled'],
  [lazada, { status: 'Siap dikirim' }, 'placed'],
  [lazada, { status: 'Pengiriman gagal', payment: 'COD' }, 'cod-failed'],
  [lazada, { status: 'Dipulangkan' }, 'returned'],
  [lazada, { status: 'Telah Dihantar' }, 'done'],
  [tokopediaLegacy, { status: 'Transaction completed' }, 'done'],
  [tokopediaLegacy, { status: 'Order Cancelled' }, 'cancelled'],
  [tokopediaLegacy, { status: 'Order Processed' }, 'placed'],
  [woocommerce, { status: 'wc-failed', payment: 'Cash on delivery' }, 'cod-failed'],
  [woocommerce, { status: 'failed', payment: 'cod' }, 'cod-failed'],
  [woocommerce, { status: 'failed', payment: 'bacs' }, 'cancelled'],
  // A checkout that nobody finished.
  [woocommerce, { status: 'wc-checkout-draft' }, 'cancelled'],
  [own, { status: 'Gagal COD' }, 'cod-failed'],
  [own, { status: 'COD ditolak' }, 'cod-failed'],
  [own, { status: 'Retur COD' }, 'cod-failed'],
  [own, { status: 'RTS' }, null],
  [own, { status: 'COD selesai, uang kembalian 5rb' }, 'done'],
  [own, { status: 'Gagal bayar' }, 'cancelled'],
  [own, { status: 'COD lunas' }, 'done'],
])('%o', (format, words, state) => expect(format.stateOf({ ...unsaid, ...words })).toBe(state))
