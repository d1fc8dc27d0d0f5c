import type { CreditedOrder } from './credit.ts'
import type { LeadsKnown } from './leads.ts'
import type { Ledger } from './ledger.ts'

/** Who bought in so many months before is somebody to keep. */
const LATELY = 3

export interface SeenInMonth {
  visits: number
  whatsappOpened: number
}

/** What was seen in each month through all channels, the months in the order of the rows. */
export function seenByMonth(rows: readonly (SeenInMonth & { month: string })[]): Map<string, SeenInMonth> {
  const byMonth = new Map<string, SeenInMonth>()
  for (const { month, visits, whatsappOpened } of rows) {
    const seen = byMonth.get(month) ?? { visits: 0, whatsappOpened: 0 }
    byMonth.set(month, { visits: seen.visits + visits, whatsappOpened: seen.whatsappOpened + whatsappOpened })
  }
  return byMonth
}

/** What was counted beside orders and minutes, by month; the months in their order. */
export interface Beside {
  /** Null where the stream of hits could not be asked. */
  hits: ReadonlyMap<string, SeenInMonth> | null
  /** Those who came less those who left; a month without a row was not counted. */
  newFollowers: ReadonlyMap<string, number>
  friendsTold: ReadonlyMap<string, number>
  /** Who is named for an order, by its id: who told its buyer, or whose video sold it. */
  named: ReadonlyMap<string, string>
}

export interface OrdersSeen {
  orders: readonly CreditedOrder[]
  /** Those of the `LATELY` months before; null where the shop is younger. */
  lately: readonly CreditedOrder[] | null
  named: ReadonlyMap<string, string>
}

/** What is read of a month; null where nobody was counting yet, or nothing could be asked. */
export interface Seen extends OrdersSeen {
  hits: SeenInMonth | null
  newFollowers: number | null
  friendsTold: number | null
  /** Those who asked in the month. */
  leads: LeadsKnown['leads'] | null
}

export function ordersSeen(ledger: Ledger, month: string, named: Beside['named']): OrdersSeen {
  const at = ledger.months.indexOf(month)
  const lately = at < LATELY ? null : ledger.months.slice(at - LATELY, at).flatMap((each) => ledger.orders(each))
  return { orders: ledger.orders(month), lately, named }
}

/** Tells what is known of each month. From the first with a count on, a month without one had none; before it nobody was counting. */
export function seenOf({ ledger, leads, beside }: { ledger: Ledger; leads: LeadsKnown; beside: Beside }): (month: string) => Seen {
  const { hits, newFollowers, friendsTold, named } = beside
  const asked = Map.groupBy(leads.leads, ({ month }) => month)
  const firstAsked = [...asked.keys()].reduce<string | undefined>((first, month) => (first === undefined || month < first ? month : first), undefined)
  return (month) => ({
    ...ordersSeen(ledger, month, named),
    hits: hits && sinceFirst(hits, month, { visits: 0, whatsappOpened: 0 }),
    newFollowers: newFollowers.get(month) ?? null,
    friendsTold: sinceFirst(friendsTold, month, 0),
    leads: asked.get(month) ?? (firstAsked !== undefined && month > firstAsked ? [] : null),
  })
}

function sinceFirst<T>(counted: ReadonlyMap<string, T>, month: string, none: T): T | null {
  const first = counted.keys().next().value
  return counted.get(month) ?? (first !== undefined && month > first ? none : null)
}
