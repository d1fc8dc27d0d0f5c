import type { Channel, SalesPlace } from '#contract/channels.ts'
import type { OrderState } from '#contract/shop.ts'
import type { Currency } from '#contract/values.ts'

/** What every format reads. A file of one format has a column for each of `needed`, and for the others where it may. */
export type Field =
  | 'id'
  | 'status'
  | 'substatus'
  | 'returnStatus'
  | 'orderedAt'
  | 'paidAt'
  | 'product'
  | 'sku'
  | 'variation'
  | 'price'
  | 'quantity'
  | 'returned'
  | 'lineValue'
  | 'buyer'
  | 'phone'
  | 'sellerNote'
  | 'salesPlace'
  | 'creator'
  | 'fee1'
  | 'fee2'
  | 'fee3'

export interface StatusWords {
  status: string
  substatus: string
  returnStatus: string
}

/**
 * A marketplace's order export: all that is particular to it. A row stands for one product of an order; what belongs
 * to the order repeats on each of its rows. To add one, write its file and its line in `registry.ts`.
 */
export interface Format {
  name: string
  salesPlace: SalesPlace
  currency: Currency
  /** The zone that its times are in. */
  zone: string
  /** How each column has been called, newest first; matched trimmed and without case. */
  columns: Readonly<Partial<Record<Field, readonly string[]>>>
  needed: readonly Field[]
  /** Columns about a person that must not be kept, beyond those that are known by their words (`personal.ts`). */
  personal?: readonly string[]
  /** Null where a status is not known: better said than guessed. */
  stateOf(words: StatusWords): OrderState | null
  /** Where a file mixes several sales places. */
  salesPlaceOf?(text: string): SalesPlace
  /** Who or what brought the buyer, where the export names it. */
  channelOf?(creator: string): Channel | null
}
