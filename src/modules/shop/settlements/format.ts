import type { SalesPlace } from '#contract/channels.ts'
import type { SettlementKind } from '#contract/settlements.ts'
import type { Table } from '../imports/formats/format.ts'

/** The marketplace whose numbers an order is known by: Tokopedia's orders are numbered by TikTok Shop. */
export type Market = Extract<SalesPlace, 'shopee' | 'tiktok-shop' | 'lazada'>

/**
 * A settlement file: all that is particular to it. A row stands for what was paid out for an order, for one of its products, or for one line of
 * its account (`kindOfLine`).
 * To add one, write its file and its line in `registry.ts`.
 */
export interface SettlementFormat extends Table {
  settles: {
    market: Market
    /**
     * The columns of each kind, by their names; a name that ends in `*` stands for all that begin so. Of several lists the first that the
     * file has a column of counts, whole: a sum goes before its parts. What no list names is told as `other`, for all must sum to what was paid out.
     */
    kinds: Readonly<Partial<Record<SettlementKind, readonly (readonly string[])[]>>>
    /**
     * Where each row is one line of an order's account, the goods or a fee, with its amount in `paidOut` and its name in `entryKind`: which it is.
     * One that is not known is `other`; the sum stays what it is.
     */
    kindOfLine?(name: string): SettlementKind | 'goods'
    /** Rows of products stand beside those of their orders: never both are added. */
    isOfProduct?(view: string): boolean
    /** Rows that are of no order by themselves, as an adjustment is. */
    isOrder?(entryKind: string): boolean
    /** An order comes once, and what is paid out later has a number of its own; else each day that it comes on counts. */
    once: boolean
  }
}
