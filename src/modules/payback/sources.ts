import type { ShopProfile } from '#contract/workspace.ts'
import { queries as analytics } from '#modules/analytics'
import { queries as effort, type BookKept } from '#modules/effort'
import { queries as shop, type OrderForPayback } from '#modules/shop'
import { queries as workspace } from '#modules/workspace'
import { addDays, addMonths, dayIn, monthIn, startOfMonth } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { rowsKept } from './model/book.ts'
import type { Entries, OrderEntry } from './model/entries.ts'
import { figuresOf, type Figures } from './model/figures.ts'
import { ledgerOf, type Ledger } from './model/ledger.ts'
import type { SeenVisits } from './model/month-report.ts'

// Everything that payback asks of other modules, on one page.

export interface Read {
  profile: ShopProfile
  ledger: Ledger
  figures: Figures
  entries: Entries
  kept: BookKept
}

/** The whole ledger of a shop: figures that cumulate need its first day, and a few thousand rows are read in a blink. */
export async function readLedger(scope: ReadScope): Promise<Read> {
  const profile = await workspace.shopProfile(scope)
  const runningMonth = monthIn(profile.zone, scope.clock.now())
  const [entries, kept] = await Promise.all([readEntries(scope, profile.zone, runningMonth), effort.bookKept(scope)])
  const ledger = ledgerOf(entries, runningMonth, {
    ...kept,
    closed: new Map(kept.closed.map(({ month, rows }) => [month, rowsKept(rows)])),
    today: dayIn(profile.zone, scope.clock.now()),
  })
  return { profile, ledger, figures: figuresOf(ledger, scope.workspaceId), entries, kept }
}

async function readEntries(scope: ReadScope, zone: string, runningMonth: string): Promise<Entries> {
  const next = addMonths(runningMonth, 1)
  const span = { from: new Date(0), to: startOfMonth(zone, next) }
  const days = { from: '1970-01-01', to: addDays(`${next}-01`, -1) }
  const [orders, minutes, costs, worths, members] = await Promise.all([
    shop.ordersForPayback(scope, span),
    effort.minutesSpent(scope, days),
    effort.costsNoted(scope, days),
    workspace.hourlyWorths(scope),
    workspace.members(scope),
  ])
  return { orders: inMonths(orders, zone), minutes, costs, worths, members }
}

/** The oldest first: a month's end is looked up once, not once an order. */
function inMonths(orders: readonly OrderForPayback[], zone: string): OrderEntry[] {
  let month = ''
  let end = new Date(0)
  return orders.map((order) => {
    if (order.orderedAt >= end) {
      month = monthIn(zone, order.orderedAt)
      end = startOfMonth(zone, addMonths(month, 1))
    }
    const { id, orderedAt, amount, margin, state, salesPlace, said, saidAnswered, tracked, buyerKey, firstOfBuyer } = order
    return { id, month, orderedAt, amount, margin, state, salesPlace, said, answered: saidAnswered, tracked, buyerKey, firstOfBuyer }
  })
}

/** Visits of a month; null where the stream of hits can't be asked now: profit stands without it. */
export async function visitsOf(scope: ReadScope, zone: string, month: string): Promise<SeenVisits[] | null> {
  const span = { from: startOfMonth(zone, month), to: startOfMonth(zone, addMonths(month, 1)) }
  return analytics.visitsByChannel(scope, span).catch(() => null)
}
