import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ShopProfile } from '#contract/workspace.ts'
import { queries as analytics, type MonthVisits } from '#modules/analytics'
import { queries as effort, type BookKept, type MinutesSpent, type SpentVersions } from '#modules/effort'
import { queries as networks } from '#modules/networks'
import { queries as shop, type OrderForPayback, type OrdersVersion } from '#modules/shop'
import { queries as workspace } from '#modules/workspace'
import { addDays, addMonths, dayIn, monthIn, startOfMonth } from '#platform/clock'
import { latest, together } from '#platform/remembered'
import type { ReadScope } from '#platform/scope'
import { areAsKept, rowsKept, type Rows } from './model/book.ts'
import type { Entries, OrderEntry, TrafficEntry } from './model/entries.ts'
import { figuresOf, type Figures } from './model/figures.ts'
import { ledgerOf, MONTHS_AT_ONCE, rowsByMonth, rowsInTurns, type Ledger, type RowsByMonth } from './model/ledger.ts'
import { opensOn } from './model/months-report.ts'
import type { Beside } from './model/seen.ts'

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
const ordersSettled = latest<OrderEntry[]>(SHOPS)
const minutesSettled = latest<MinutesSpent[]>(SHOPS)
const settledRows = latest<RowsByMonth>(SHOPS)
const closedRead = latest<Map<string, Rows>>(SHOPS)

/** Nearly all that is noted is of the running month or of the one before it: what is older is reckoned once. */
const WRITTEN_MONTHS = 2

/**
 * The whole ledger of a shop, since figures that cumulate need its first day. What was read before is read again only
 * where its rows changed: that is asked of the store each time, so it is never older than the store.
 * `rowsRead` is called when nothing of many rows is waited for any more, before they are reckoned.
 */
export async function readLedger(scope: ReadScope, rowsRead?: () => void): Promise<Read> {
  const profile = await workspace.shopProfile(scope)
  const { zone } = profile
  const today = dayIn(zone, scope.clock.now())
  const runningMonth = today.slice(0, 7)
  const [first, next] = [addMonths(runningMonth, 1 - WRITTEN_MONTHS), addMonths(runningMonth, 1)]
  const parts: Parts = {
    instants: { parted: startOfMonth(zone, first), to: startOfMonth(zone, next) },
    days: { parted: `${first}-01`, to: addDays(`${next}-01`, -1) },
  }
  const { worths, members, orders, spent, traffic, rows } = await look(scope, parts)
  rowsRead?.()
  const reading = ledgers(scope.workspaceId, JSON.stringify([zone, today, worths, members, orders.all, spent.minutes, spent.costs, spent.book, traffic]), async () => {
    const { parted, to } = parts.days
    const visits = shop.trafficForPayback(scope, to)
    const older = settled(scope, { zone, first, parts, worths, members, orders: orders.before, spent: spent.before, traffic, visits, rows })
    const [before, kept, ordered, minutes, costs, seen] = await Promise.all([older, effort.bookKept(scope), rows.orders.since(), rows.minutes.since(), effort.costsNoted(scope, { from: parted, to }), visits])
    const entries = { orders: inMonths(ordered, zone), minutes, costs, traffic: seen.filter(({ day }) => day >= parted), worths, members }
    const now = rowsByMonth(entries, before)
    // The rows of a closed month are megabytes in three years. Those that its entries still come to are not sent again.
    const changed: string[] = []
    for (const [at, { month, mark }] of kept.closed.entries()) {
      if (at % MONTHS_AT_ONCE === 0) await nextTurn()
      if (!areAsKept(now(month), mark)) changed.push(month)
    }
    const asClosed = await closedRead(scope.workspaceId, `${spent.book} ${changed.join()}`, async () =>
      new Map([...(await effort.closedRows(scope, changed))].map(([month, rows]) => [month, rowsKept(rows)])),
    )
    const closed = new Map(kept.closed.map(({ month }) => [month, asClosed.get(month) ?? now(month)]))
    const ledger = ledgerOf(entries, runningMonth, { ...kept, closed, today }, now)
    return { ledger, figures: figuresOf(ledger, scope.workspaceId), members, kept }
  })
  return { profile, ...(await reading) }
}

/** Orders and minutes are parted where the months begin that are still written in, and read up to the running one's end. */
interface Parts {
  instants: { parted: Date; to: Date }
  days: { parted: string; to: string }
}

interface Look extends Pick<Entries, 'worths' | 'members'> {
  orders: OrdersVersion
  spent: SpentVersions
  traffic: string
  /** By far the most rows, either to be asked for or here already. */
  rows: { orders: PartsOf<OrderForPayback>; minutes: PartsOf<MinutesSpent> }
}

interface PartsOf<Row> {
  before(): Promise<Row[]>
  since(): Promise<Row[]>
}

/** Shared by what a screen asks at once. */
const firstLooks = together<null, Look>()

/** What tells whether anything changed. A shop that nothing is remembered of is read along at once: to look at its rows twice takes half as long again. */
function look(scope: ReadScope, parts: Parts): Promise<Look> {
  if (ledgers.knows(scope.workspaceId)) return versions(scope, parts)
  // Who writes sees what nobody else does yet.
  if ('announce' in scope) return versionsAndRows(scope, parts)
  return firstLooks(`${scope.workspaceId} ${parts.days.parted}`, null, () => (ledgers.knows(scope.workspaceId) ? versions(scope, parts) : versionsAndRows(scope, parts)))
}

async function versions(scope: ReadScope, { instants, days }: Parts): Promise<Look> {
  const [worths, members, orders, spent, traffic] = await Promise.all([
    workspace.hourlyWorths(scope),
    workspace.members(scope),
    shop.ordersVersion(scope, instants.parted),
    effort.spentVersions(scope, days.parted),
    shop.trafficVersion(scope),
  ])
  return {
    worths,
    members,
    orders,
    spent,
    traffic,
    rows: {
      orders: {
        before: () => shop.ordersForPayback(scope, { from: new Date(0), to: instants.parted }),
        since: () => shop.ordersForPayback(scope, { from: instants.parted, to: instants.to }),
      },
      minutes: {
        before: () => effort.minutesSpent(scope, { from: '1970-01-01', to: addDays(days.parted, -1) }),
        since: () => effort.minutesSpent(scope, { from: days.parted, to: days.to }),
      },
    },
  }
}

async function versionsAndRows(scope: ReadScope, { instants, days }: Parts): Promise<Look> {
  const [orders, minutes, worths, members, traffic] = await Promise.all([
    shop.ordersInParts(scope, instants),
    effort.minutesInParts(scope, days),
    workspace.hourlyWorths(scope),
    workspace.members(scope),
    shop.trafficVersion(scope),
  ])
  const here = <Row>({ before, since }: { before: Row[]; since: Row[] }): PartsOf<Row> => ({ before: async () => before, since: async () => since })
  return { worths, members, orders: orders.version, spent: minutes.versions, traffic, rows: { orders: here(orders), minutes: here(minutes) } }
}

interface SettledAsked extends Pick<Entries, 'worths' | 'members'> {
  zone: string
  /** The first month that is still written in. */
  first: string
  parts: Parts
  /** The versions of what was noted before it. */
  orders: string
  spent: { minutes: string; costs: string }
  /** The version of `visits`. */
  traffic: string
  visits: Promise<readonly TrafficEntry[]>
  rows: Look['rows']
}

/** What the entries of the months before come to: read and reckoned anew only when something in them changed. */
async function settled(scope: ReadScope, { zone, first, parts, worths, members, orders, spent, traffic, visits, rows }: SettledAsked): Promise<RowsByMonth> {
  const lastDay = addDays(parts.days.parted, -1)
  return settledRows(scope.workspaceId, JSON.stringify([zone, first, worths, members, orders, spent.minutes, spent.costs, traffic]), async () => {
    const [ordered, minutes, costs, seen] = await Promise.all([
      ordersSettled(scope.workspaceId, `${zone} ${first} ${orders}`, async () => inMonths(await rows.orders.before(), zone)),
      minutesSettled(scope.workspaceId, `${first} ${spent.minutes}`, rows.minutes.before),
      effort.costsNoted(scope, { from: '1970-01-01', to: lastDay }),
      visits,
    ])
    return rowsInTurns({ orders: ordered, minutes, costs, traffic: seen.filter(({ day }) => day <= lastDay), worths, members }, nextTurn)
  })
}

/**
 * The ledger, and what else is to be known of a month, asked for at once. The month is the one wanted; else the one that
 * Payback opens on, which only the ledger knows: it is most likely the last one.
 */
export async function readMonth<Seen>(scope: ReadScope, { wanted, ask, meanwhile }: MonthRead<Seen>): Promise<Read & { month: string; seen: Seen }> {
  const { zone } = await workspace.shopProfile(scope)
  const likely = wanted ?? addMonths(monthIn(zone, scope.clock.now()), -1)
  // Of a shop that the process knows nothing of PostgreSQL reads every row, and whoever counts hits meanwhile takes its processors' time: they
  // are counted while the rows are reckoned.
  const rowsRead = Promise.withResolvers<unknown>()
  if (ledgers.knows(scope.workspaceId)) rowsRead.resolve(null)
  const reading = readLedger(scope, () => rowsRead.resolve(null)).then((read) => {
    meanwhile(read, wanted ?? opensOn(read.ledger))
    return read
  })
  // Whatever came of them: others may be waiting for the same hits.
  void reading.then(rowsRead.resolve, rowsRead.resolve)
  const [read, seen] = await Promise.all([reading, ask(zone, likely, rowsRead.promise)])
  const month = wanted ?? opensOn(read.ledger)
  return { ...read, month, seen: month === likely ? seen : await ask(zone, month, rowsRead.promise) }
}

interface MonthRead<Seen> {
  wanted: string | undefined
  /** What takes longer than a look is to be done `after` that. */
  ask: (zone: string, month: string, after: Promise<unknown>) => Promise<Seen>
  /** What the ledger alone tells is drawn while hits are being counted. */
  meanwhile: (read: Pick<Read, 'ledger' | 'figures'>, month: string) => void
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
    const { id, orderedAt, amount, margin, estimated, state, returnCost, salesPlace, said, saidAnswered, tracked, buyerKey, firstOfBuyer } = order
    return { id, month, orderedAt: orderedAt.getTime(), amount, margin, state, salesPlace, said, answered: saidAnswered, tracked, buyerKey, firstOfBuyer, ...(estimated && { estimated }), ...(returnCost && { cameBack: { cost: returnCost, day: dayIn(zone, orderedAt) } }) }
  })
}

/**
 * Visits, clicks and opened chats of a month and of so many before it, by month and channel, the oldest first; null where the
 * stream of hits can't be asked now: profit stands without it. One question, for its price is nearly that of asking at all. Counted `after` that.
 */
export async function seenUpTo(scope: ReadScope, zone: string, month: string, before: number, after: Promise<unknown>): Promise<readonly MonthVisits[] | null> {
  const span = { from: startOfMonth(zone, addMonths(month, -before)), to: startOfMonth(zone, addMonths(month, 1)) }
  return analytics.visitsByMonth(scope, span, zone, after).catch(() => null)
}

/** What was counted beside orders, minutes and hits, in a month and so many before it. */
export async function countedBeside(scope: ReadScope, zone: string, month: string, before: number): Promise<Omit<Beside, 'hits'>> {
  const [gained, told, named] = await Promise.all([networks.followersGained(scope), networks.friendsTold(scope, zone), namedOrders(scope, zone, month, before)])
  return { newFollowers: new Map(gained.map(({ month, gained }) => [month, gained])), friendsTold: new Map(told.map(({ month, told }) => [month, told])), named }
}

/** Who is named for the orders of a month and of so many before it. */
export async function namedOrders(scope: ReadScope, zone: string, month: string, before: number): Promise<Beside['named']> {
  const orders = await shop.ordersNamed(scope, { from: startOfMonth(zone, addMonths(month, -before)), to: startOfMonth(zone, addMonths(month, 1)) })
  return new Map(orders.map(({ id, who }) => [id, who]))
}
