import type { SalesPlace } from '#contract/channels.ts'
import type { OwnField } from '#contract/order-imports.ts'
import type { OrderState } from '#contract/shop.ts'
import { folded } from '#platform/sheets'
import type { Format, StatusWords } from './format.ts'

/** How the owner named the columns of a file that no format knows, and where such orders are closed. */
export interface OwnColumns {
  columns: Partial<Record<OwnField, string>>
  salesPlace: SalesPlace
}

/** A format made of the owner's word. Without a column of numbers an order is known by its whole row. */
export const ownFormat = ({ columns, salesPlace }: OwnColumns): Format => ({
  name: 'own',
  salesPlace,
  currency: null,
  zone: null,
  columns: Object.fromEntries(Object.entries(columns).map(([field, name]) => [field, [name]])),
  needed: Object.keys(columns) as OwnField[],
  numbersBeginAnew: true,
  stateOf,
})

function stateOf({ status }: StatusWords): OrderState | null {
  if (status === '') return 'done'
  if (/\bcod (di)?(gagal|fail|tolak|retur|return)|(gagal|fail(ed)?|tolak|retur|return(ed)?) cod$|return(ed)? to sender/i.test(status)) return 'cod-failed'
  if (/batal|cancel|gagal|fail|void|ditolak|tolak|expired/i.test(status)) return 'cancelled'
  if (/retur|return|refund|\bkembali\b|dikembalikan|dipulangkan/i.test(status)) return 'returned'
  if (/belum|menunggu|pending|proses|process|dikirim|ship|unpaid|perlu|baru|new|hold|open/i.test(status)) return 'placed'
  return /selesai|siap|done|complete|lunas|paid|bayar|diterima|terima|deliver|sukses|berhasil|success|ok/i.test(status) ? 'done' : null
}

// What owners call their columns, in the order of trust: a proposal that they confirm, never more.
const usual: Record<OwnField, RegExp> = {
  orderedAt: /^(tanggal|tgl|tarikh|date|waktu|hari|day|time)|tanggal|tarikh|\bdate\b/,
  amount: /^(total|jumlah|amount|amaun|harga|omzet|nilai|bayar|price|subtotal|grand total)|total|amount/,
  id: /^(no|nomor|nombor|number|id|kode|invoice|inv|order|faktur)\b/,
  product: /^(produk|product|barang|item|nama (produk|barang)|pesanan)/,
  quantity: /^(qty|kuantitas|kuantiti|quantity|banyaknya|pcs|jml)/,
  status: /^(status|keadaan)/,
  phone: /(telepon|telp|telefon|phone|\bhp\b|\bwa\b|whatsapp)/,
}

/** Which of a header's names probably means what. */
export function proposedColumns(names: readonly string[]): OwnColumns['columns'] {
  const left = new Set(names)
  const proposal: OwnColumns['columns'] = {}
  for (const [field, words] of Object.entries(usual) as [OwnField, RegExp][]) {
    const name = [...left].find((one) => words.test(folded(one)))
    if (name === undefined) continue
    proposal[field] = name
    left.delete(name)
  }
  return proposal
}
