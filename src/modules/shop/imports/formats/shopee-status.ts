import type { OrderState } from '#contract/shop.ts'
import { cancelledOrFailed } from './failed-cod.ts'
import type { StatusWords } from './format.ts'

// Shopee speaks the seller's language, and both languages stand in old files.
const approvedReturn = /disetujui|approved|accepted|diterima oleh penjual|refund (paid|completed)|dana dikembalikan/i
const refusedReturn = /ditolak|rejected|dibatalkan|cancelled|menunggu|diajukan|pending|requested/i
const cancelled = /^(batal|dibatalkan|cancell?ed|canceled)/i
const returned = /^(pengembalian|returned?|return\/refund)/i
// "Pesanan diterima, namun Pembeli masih dapat mengajukan pengembalian hingga …" names a return and is none.
const received = /^(selesai|completed?|pesanan diterima|diterima|order received|delivered|telah diterima)/i
const underway = /^(belum bayar|unpaid|perlu dikirim|to ship|ready to ship|siap dikirim|diproses|processed|dikirim|sedang dikirim|telah dikirim|shipping|shipped|to receive|pending|in transit)/i

/** What became of a Shopee order. A return counts once it is approved. */
export function shopeeState({ status, returnStatus, ...how }: StatusWords): OrderState | null {
  if (cancelled.test(status)) return cancelledOrFailed(how)
  if (approvedReturn.test(returnStatus) && !refusedReturn.test(returnStatus)) return 'returned'
  if (received.test(status)) return 'done'
  if (returned.test(status)) return refusedReturn.test(status) ? 'done' : 'returned'
  return underway.test(status) ? 'placed' : null
}
