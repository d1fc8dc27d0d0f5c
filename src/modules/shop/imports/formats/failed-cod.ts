import type { StatusWords } from './format.ts'

const atTheDoor = /\bcod\b|cash on delivery|bayar di tempat|bayar (semasa|ketika) (terima|penghantaran)/i
// Side by side: "pesanan gagal diproses" and "failed to deliver on time" never left the shop.
const notTakenIn = /(peng(iriman|antaran|hantaran)|delivery) (gagal|failed|unsuccessful|tidak berhasil|tidak berjaya)|(gagal|failed|unsuccessful) (di)?(kirim|antar|hantar|delivery)|ditolak (oleh )?(penerima|pembeli)|refused by (the )?(recipient|buyer|customer)/i

/** Whether an order was to be paid for at the door. */
export const isCod = ({ payment }: Pick<StatusWords, 'payment'>): boolean => atTheDoor.test(payment)

/**
 * What a marketplace calls cancelled: of an order that was to be paid for at the door and had left the shop by then, or of which the
 * reason says that nobody took it in, the goods went out and came back.
 */
export const cancelledOrFailed = (words: Pick<StatusWords, 'payment' | 'cancelReason' | 'shippedAt'>): 'cancelled' | 'cod-failed' =>
  isCod(words) && (words.shippedAt !== '' || notTakenIn.test(words.cancelReason)) ? 'cod-failed' : 'cancelled'
