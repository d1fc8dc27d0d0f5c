import type { Effect, Experiment, ExperimentChannel, ExperimentKind, PlannedWeek, Sureness } from '#contract/experiments.ts'
import type { Country } from '#contract/values.ts'
import { addDays } from '#platform/clock'
import { holidaysInWeek } from './holidays.ts'
import type { WeekOfPlan } from './schedule.ts'
import { mondaysBetween, sundayOf } from './weeks.ts'

export interface Plan {
  id: string
  kind: ExperimentKind
  channel: ExperimentChannel
  code: string | null
  effect: Effect
  sureness: Sureness
  ordersPerWeek: number
  noise: number
  seed: string
  begunAt: Date
  calledOffAt: Date | null
  /** By their Mondays; a pause's begin with those before it. */
  weeks: WeekOfPlan[]
}

/** The first Monday that was drawn, and the last Sunday. */
export function spanOf({ weeks }: Plan): { from: string; to: string } {
  return { from: weeks.find(({ arm }) => arm !== 'before')!.monday, to: sundayOf(weeks.at(-1)!.monday) }
}

export function stateOf(plan: Plan, today: string): Experiment['state'] {
  const { from, to } = spanOf(plan)
  if (plan.calledOffAt) return 'called-off'
  if (today < from) return 'ahead'
  return today > to ? 'over' : 'running'
}

export const isOpen = (plan: Plan, today: string): boolean => ['ahead', 'running'].includes(stateOf(plan, today))

/** What stands between the weeks of a plan and was left out, and why. */
export function leftOutOf(plan: Plan, country: Country): Experiment['leftOut'] {
  const { from, to } = spanOf(plan)
  const planned = new Set(plan.weeks.map(({ monday }) => monday))
  return mondaysBetween(from, to)
    .filter((monday) => !planned.has(monday))
    .map((monday) => ({ monday, holidays: holidaysInWeek(country, monday) }))
}

/** The arm in which a week was not as the shop's weeks are: it says nothing of its usual orders. */
export const unusualWeeks = (plans: readonly Plan[]): Set<string> =>
  new Set(plans.flatMap(({ kind, weeks }) => weeks.filter(({ arm }) => arm === (kind === 'voucher' ? 'on' : 'off')).map(({ monday }) => monday)))

export interface PostsSeen {
  day: string
  channel: string
  posts: number
  naming: number
}

type Kept = Pick<PlannedWeek, 'when' | 'posts' | 'stray' | 'kept'>

/**
 * Whether a week went as planned, by the posts that are known. A post in a silent week breaks it at once; that a week on
 * had none is said when it is over, and only where the channel's posts can be seen at all.
 */
export function keptIn(plan: Plan, { monday, arm }: WeekOfPlan, seen: readonly PostsSeen[], today: string): Kept {
  const ofChannel = (rows: readonly PostsSeen[]) => rows.filter(({ channel }) => channel === plan.channel)
  const count = (rows: readonly PostsSeen[]) => rows.reduce((sum, row) => sum + (plan.kind === 'voucher' ? row.naming : row.posts), 0)
  const rows = seen.filter(({ day }) => day >= monday && day <= sundayOf(monday) && day <= today)
  const posts = count(ofChannel(rows))
  const elsewhere = plan.kind === 'voucher' ? count(rows) - posts : 0
  const stray = arm === 'before' ? 0 : elsewhere + (arm === 'off' ? posts : 0)
  const when = today < monday ? 'ahead' : today < addDays(monday, 7) ? 'now' : 'past'
  const visible = count(ofChannel(seen)) > 0
  const kept = stray > 0 ? false : when !== 'past' || arm === 'before' || !visible ? null : arm === 'off' || posts > 0
  return { when, posts, stray, kept }
}
