import type { SettlementKind } from '#contract/settlements.ts'
import type { SettlementFormat } from './format.ts'

// Which name means what, first match wins; "Reversal Commission" is of the kind that it gives back. Names change with the country and the year,
// so these are words that stand in them: a name that none knows is `other`, and the margin is the same.
const lines: readonly (readonly [SettlementKind | 'goods', RegExp])[] = [
  ['refund', /(revers|refund|return).*(item|product) price|(item|product) price.*(revers|refund|return)/],
  ['goods', /(item|product) price/],
  ['tax', /withh[eo]ld|\bpph\b|\bwht\b|income tax/],
  ['affiliate', /affiliate/],
  ['commission', /commission/],
  ['payment', /payment fee|instal?lment/],
  ['service', /free shipping max|service fee|cashback|program(me)? fee/],
  ['shipping', /shipping|delivery/],
  ['ads', /sponsored|\bads?\b|advert/],
  ['campaign', /campaign|lazbonus|lazada bonus/],
  ['voucher', /voucher|promotional charge|flexi.?combo|coins?\b/],
  ['processing', /handling|processing/],
  ['insurance', /insurance/],
  ['adjustment', /adjust|claim|penalt|compensat|\bcredit|\bdebit/],
]

/**
 * Lazada, Seller Center → Finance: a row for each line of an order's account, the goods as well as each fee, with its sign. Sheet `Transaction
 * Overview` until 2025 (`Fee Name`, `Amount`, `Order No.`), `Income Overview` or CSV since (`Statement Number`, `Amount(Include Tax)`, `Order Number`).
 * What comes later, a refund above all, stands on a day of its own, so that each day of an order counts.
 */
export const lazadaStatement: SettlementFormat = {
  name: 'lazada-statement',
  salesPlace: 'lazada',
  currency: null,
  zone: null,
  columns: {
    id: ['Order Number', 'Order No.'],
    entryKind: ['Fee Name'],
    orderedAt: ['Order Creation Date'],
    paidAt: ['Transaction Date'],
    // Before it is released its amounts are called estimated; the released ones take their place, by order and day.
    paidOut: ['Amount(Include Tax)', 'Est Release Amount(Include Tax)', 'Amount'],
  },
  needed: ['id', 'entryKind', 'paidAt', 'paidOut'],
  settles: {
    market: 'lazada',
    kinds: {},
    kindOfLine: (name) => lines.find(([, words]) => words.test(name.toLowerCase()))?.[0] ?? 'other',
    once: false,
  },
}
