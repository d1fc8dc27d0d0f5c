import type { ShopProfile } from '#contract/workspace.ts'
import { queries as analytics } from '#modules/analytics'
import { queries as effort, type BookKept, type MinutesSpent } from '#modules/effort'
import { queries as shop, type OrderForPayback } from '#modules/shop'
import { queries as workspace } from '#modules/workspace'
import { addDays, addMonths, dayIn, monthIn, startOfMonth } from '#platform/clock'
import { latest } from '#platform/remembered'
import type { ReadScope } from '#platform/scope'
import { rowsKept } from './model/book.ts'
import type { Entries, OrderEntry } from './model/entries.ts'
import { figuresOf, type Figures } from './model/figures.ts'
import { ledgerOf, type Ledger } from './model/ledger.ts'
import { HISTORY, type SeenInMonth } from './model/measures.ts'
import type { SeenVisits } from './model/month-report.ts'
import { opensOn } from './model/months-report.ts'

// Everything that payback asks of other modules, on one page.

export interface Read {
  profile: ShopProfile
  ledger: Ledger
  figures: Figures
  members: Entries['members']
  kept: BookKept
}

/** A process keeps what it read of so many shops: three years of twelve channels are about 15 MB. */
const SHOPS = 8
const ledgers = latest<Omit<Read, 'profile'>>(SHOPS)
const ordersRead = latest<OrderEntry[]>(SHOPS)
const minutesRead = latest<MinutesSpent[]>(SHOPS)
const bookRead = latest<BookKept>(SHOPS)

/**
 * The whole ledger of a shop, since figures that cumulate need its first day. What was read before is read again only
 * where its rows changed: that is asked of the store each time, so it is never older than the store.
 */
export async function readLedger(scope: ReadScope): Promise<Read> {
  const [profile, worths, members, orders, spent] = await Promise.all([
    workspace.shopProfile(scope),
    workspace.hourlyWorths(scope),
    workspace.members(scope),
    shop.ordersVersion(scope),
    effort.spentVersions(scope),
  ])
  const today = dayIn(profile.zone, scope.clock.now())
  const version = JSON.stringify([profile.zone, today, worths, members, orders, spent])
  const read = await ledgers(scope.workspaceId, version, async () => {
    const runningMonth = today.slice(0, 7)
    const next = addMonths(runningMonth, 1)
    const days = { from: '1970-01-01', to: addDays(`${next}-01`, -1) }
    const [ordered, minutes, costs, kept] = await Promise.all([
      ordersRead(scope.workspaceId, `${profile.zone} ${runningMonth} ${orders}`, async () =>
        inMonths(await shop.ordersForPayback(scope, { from: new Date(0), to: startOfMonth(profile.zone, next) }), profile.zone),
      ),
      minutesRead(scope.workspaceId, `${runningMonth} ${spent.minutes}`, () => effort.minutesSpent(scope, days)),
      effort.costsNoted(scope, days),
      bookRead(scope.workspaceId, spent.book, () => effort.bookKept(scope)),
    ])
    const ledger = ledgerOf({ orders: ordered, minutes, costs, worths, members }, runningMonth, {
      ...kept,
      closed: new Map(kept.closed.map(({ month, rows }) => [month, rowsKept(rows)])),
      today,
    })
    return { ledger, figures: figuresOf(ledger, scope.workspaceId), members, kept }
  })
  return { profile, ...read }
}

/**
 * The ledger, and what else is to be known of a month, asked for at once. The month is the one wanted; else the one that
 * Payback opens on, which only the ledger knows: it is most likely the last one.
 */
export async function readMonth<Seen>(scope: ReadScope, wanted: string | undefined, ask: (zone: string, month: string) => Promise<Seen>): Promise<Read & { month: string; seen: Seen }> {
  const { zone } = await workspace.shopProfile(scope)
  const likely = wanted ?? addMonths(monthIn(zone, scope.clock.now()), -1)
  const [read, seen] = await Promise.all([readLedger(scope), ask(zone, likely)])
  const month = wanted ?? opensOn(read.ledger)
  return { ...read, month, seen: month === likely ? seen : await ask(zone, month) }
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

/** Visits and opened chats of a month and of the twelve before it; null where the stream of hits can't be asked now. */
export async function visitsUpTo(scope: ReadScope, zone: string, month: string): Promise<ReadonlyMap<string, SeenInMonth> | null> {
  const span = { from: startOfMonth(zone, addMonths(month, -HISTORY)), to: startOfMonth(zone, addMonths(month, 1)) }
  const seen = await analytics.visitsByMonth(scope, span, zone).catch(() => null)
  return seen && new Map(seen.map((one) => [one.month, one]))
}

/** Visits of a month; null where the stream of hits can't be asked now: profit stands without it. */
export async function visitsOf(scope: ReadScope, zone: string, month: string): Promise<SeenVisits[] | null> {
  const span = { from: startOfMonth(zone, month), to: startOfMonth(zone, addMonths(month, 1)) }
  return analytics.visitsByChannel(scope, span).catch(() => null)
}
