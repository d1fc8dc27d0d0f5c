import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { OrderState } from '#contract/shop.ts'
import type { Currency } from '#contract/values.ts'

/**
 * What every format reads. A file of one format has a column for each of `needed`, and for the others where it may.
 * `lineValue` is what a row came to, `amount` what its whole order did.
 */
export type Field =
  | 'id'
  | 'status'
  | 'substatus'
  | 'returnStatus'
  | 'payment'
  | 'cancelReason'
  | 'shippedAt'
  | 'returnFee'
  | 'orderedAt'
  | 'paidAt'
  | 'product'
  | 'sku'
  | 'variation'
  | 'price'
  | 'discount'
  | 'quantity'
  | 'returned'
  | 'lineValue'
  | 'amount'
  | 'refunded'
  | 'currency'
  | 'buyer'
  | 'phone'
  | 'sellerNote'
  | 'salesPlace'
  | 'creator'
  | 'voucher'
  | 'fee1'
  | 'fee2'
  | 'fee3'
  // Of settlements alone: the goods and what was paid out, and what of it the row is.
  | 'goods'
  | 'paidOut'
  | 'view'
  | 'entry'
  | 'entryKind'

export interface StatusWords {
  status: string
  substatus: string
  returnStatus: string
  /** How it was to be paid, why it was cancelled, when it left the shop. */
  payment: string
  cancelReason: string
  shippedAt: string
}

/** For sources that say nothing of the rest. */
export const unsaid: StatusWords = { status: '', substatus: '', returnStatus: '', payment: '', cancelReason: '', shippedAt: '' }

/** What every file that is known by its header has. */
export interface Table {
  name: string
  salesPlace: SalesPlace
  /** Null: the shop's own, for what is sold in many countries. */
  currency: Currency | null
  /** Of the shop's currency: where other countries' files have the same columns and other money. Anywhere unless said. */
  onlyIn?: readonly Currency[]
  /** The zone that its times are in; null: the shop's own. */
  zone: string | null
  /** How each column has been called, newest first; matched without case and punctuation. */
  columns: Readonly<Partial<Record<Field, readonly string[]>>>
  needed: readonly Field[]
  /** Columns about a person that must not be kept, beyond those that are known by their words (`personal.ts`). */
  personal?: readonly string[]
  /** Lists kept by hand count from 1 again each month: a number is one only with its day. */
  numbersBeginAnew?: true
}

/**
 * An order export: all that is particular to it. A row stands for one product of an order; what belongs to the order
 * repeats on each of its rows, or stands on the first. To add one, write its file and its line in `registry.ts`.
 */
export interface Format extends Table {
  /** Null where a status is not known: better said than guessed. */
  stateOf(words: StatusWords): OrderState | null
  /** Each row has a status of its own: what was cancelled or came back is taken out of its order. */
  statusOfRow?: true
  /** Where one cell names all products of an order and how many of each, fewer than none of what came back; null where it does not. */
  piecesIn?(product: string): { name: string; quantity: number }[] | null
  /** What was given back stands in rows of its own, below zero, under the order's number. */
  refundsBelowZero?: true
  /** Where a file mixes several sales places. */
  salesPlaceOf?(text: string): SalesPlace
  /** Where the creators whom the export names bring buyers from. */
  creatorsOn?: Channel
}

/** A format in a shop: with nothing left open. */
export type Here<F extends Table> = F & { currency: Currency; zone: string }
