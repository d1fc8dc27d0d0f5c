import { experimentChannels, type ExperimentChannel } from '#contract/experiments.ts'
import type { Country } from '#contract/values.ts'
import { queries as shop, type OrdersOfDay } from '#modules/shop'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { History } from '../model/outlook.ts'
import { unusualWeeks, type Plan } from '../model/plan.ts'
import { isClear, mondaysBetween, sundayOf, weekOf } from '../model/weeks.ts'

/** The newest clear weeks that are looked at; to find them, a year is asked for. */
const MOST_HISTORY = 26
const LOOK_BACK = 52

export interface Now {
  country: Country
  zone: string
  /** Today in the shop's zone. */
  today: string
  /** The Monday after it. */
  nextMonday: string
}

export async function nowIn(scope: ReadScope): Promise<Now> {
  const { country, zone } = await workspace.shopProfile(scope)
  const today = dayIn(zone, scope.clock.now())
  return { country, zone, today, nextMonday: addDays(weekOf(today), 7) }
}

/**
 * The shop's own usual weeks: whole, over, without a holiday, in no other experiment's odd arm, from the first whole one on
 * that has orders before it or in it. A week without an order is one of them.
 */
export async function historyOf(scope: ReadScope, { country, nextMonday }: Now, plans: readonly Plan[]): Promise<History & { channels: ExperimentChannel[] }> {
  const thisMonday = addDays(nextMonday, -7)
  const from = addDays(thisMonday, -7 * LOOK_BACK)
  const days = await shop.ordersByDay(scope, { from, to: addDays(thisMonday, -1) })
  const first = days[0]?.day
  const unusual = unusualWeeks(plans)
  const mondays =
    first === undefined
      ? []
      : mondaysBetween(weekOf(addDays(first, 6)), addDays(thisMonday, -7))
          .filter((monday) => isClear(country, monday) && !unusual.has(monday))
          .slice(-MOST_HISTORY)
  const inWeek = new Map(mondays.map((monday): [string, OrdersOfDay[]] => [monday, []]))
  for (const row of days) inWeek.get(weekOf(row.day))?.push(row)

  const rows = [...inWeek.values()].flat()
  const all = ordersIn(rows)
  const of = (channel: ExperimentChannel) => ordersIn(rows.filter(({ said, tracked }) => said === channel || tracked === channel))
  const untraced = ordersIn(rows.filter(({ said, tracked }) => said === null && (tracked === null || tracked === 'direct')))
  return {
    weeks: mondays.map((monday) => ({ monday, orders: ordersIn(inWeek.get(monday)!) })),
    shareOf: (channel) => (all === 0 ? 0 : (of(channel) + untraced) / all),
    channels: experimentChannels.toSorted((one, other) => of(other) - of(one)),
  }
}

export const ordersIn = (rows: readonly OrdersOfDay[]): number => rows.reduce((sum, { orders }) => sum + orders, 0)

export const within = <Row extends { day: string }>(rows: readonly Row[], monday: string): Row[] => rows.filter(({ day }) => day >= monday && day <= sundayOf(monday))
