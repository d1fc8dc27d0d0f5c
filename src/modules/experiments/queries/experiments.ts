import type { Experiment, ExperimentResult, Experiments } from '#contract/experiments.ts'
import { queries as publishing } from '#modules/publishing'
import { queries as shop, type OrdersOfDay } from '#modules/shop'
import { addDays, dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { ratesOf } from '../model/length.ts'
import { isOpen, keptIn, leftOutOf, spanOf, stateOf, type Plan } from '../model/plan.ts'
import { findingOf, ordersOf, readOut } from '../model/read-out.ts'
import { historyOf, nowIn, ordersIn, within, type Now } from './history.ts'
import { plans } from './plans.ts'

/** For so long before it a channel's posts tell that they can be seen from here. */
const SEEN_DAYS = 91

/** The one that runs, those before it, and the channels to choose from. */
export async function experiments(scope: ReadScope): Promise<Experiments> {
  const now = await nowIn(scope)
  const all = await plans(scope)
  const { channels } = await historyOf(scope, now, all)
  const shown = await Promise.all(all.map((plan) => experimentOf(scope, plan, now)))
  const open = all.findIndex((plan) => isOpen(plan, now.today))
  return { current: shown[open] ?? null, past: shown.filter((_, at) => at !== open), channels: [...channels] }
}

/** One experiment as it stands: its orders only once its last week is over, and never of one that was called off. */
export async function experimentOf(scope: ReadScope, plan: Plan, { country, zone, today }: Now): Promise<Experiment> {
  const { from, to } = spanOf(plan)
  const state = stateOf(plan, today)
  const [posts, days] = await Promise.all([
    publishing.postsByChannel(scope, { from: addDays(from, -SEEN_DAYS), to, word: plan.code }),
    state === 'over' ? shop.ordersByDay(scope, { from: plan.weeks[0]!.monday, to, code: plan.code }) : null,
  ])
  const { calledOffAt, weeks, begunAt, ...fixed } = plan
  // What was called off is shown as it stood on that day.
  const until = calledOffAt ? dayIn(zone, calledOffAt) : today
  const shown = weeks.map((week) => {
    const rows = days && within(days, week.monday)
    return { ...week, ...keptIn(plan, week, posts, until), orders: rows && ordersIn(rows), withCode: rows && plan.code !== null ? withCodeIn(rows) : null }
  })
  const notKept = shown.filter(({ kept }) => kept === false).length
  return {
    ...fixed,
    begunAt: begunAt.toISOString(),
    state,
    calledOffAt: calledOffAt?.toISOString() ?? null,
    from,
    to,
    weeks: shown,
    leftOut: leftOutOf(plan, country),
    done: shown.filter(({ arm, when }) => arm !== 'before' && when === 'past').length,
    planned: shown.filter(({ arm }) => arm !== 'before').length,
    notKept,
    result: days && resultOf(plan, days, notKept === 0),
  }
}

function resultOf(plan: Plan, days: readonly OrdersOfDay[], allKept: boolean): ExperimentResult {
  const counted = plan.weeks.map(({ monday, arm }) => ({ on: arm !== 'off', orders: ordersIn(within(days, monday)), rows: within(days, monday) }))
  const reading = readOut(plan.kind, counted)
  const { on, off } = ratesOf(plan.kind, plan.effect, plan.ordersPerWeek)
  const { difference, low, high } = reading

  const rows = counted.flatMap((week) => week.rows)
  const known = rows.reduce((sum, { marginKnown }) => sum + marginKnown, 0)
  const worth = (orders: number) => Math.round((orders * rows.reduce((sum, { margin }) => sum + margin, 0)) / known)
  const offered = counted.filter((week) => week.on)
  return {
    finding: findingOf(reading, { sureness: plan.sureness, worthKnowing: on - off, allKept }),
    difference,
    interval: low === null || high === null ? null : { low, high },
    byChance: reading.byChance,
    on: ordersOf(counted, true),
    off: ordersOf(counted, false),
    margin: known === 0 ? null : { middle: worth(difference), low: low && worth(low), high: high && worth(high) },
    withCode: plan.code === null ? null : withCodeIn(offered.flatMap((week) => week.rows)) / offered.length,
  }
}

const withCodeIn = (rows: readonly OrdersOfDay[]): number => rows.reduce((sum, { withCode }) => sum + withCode, 0)
