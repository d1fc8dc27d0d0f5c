import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { Experiment, ExperimentWanted } from '#contract/experiments.ts'
import { queries as shop } from '#modules/shop'
import { addDays } from '#platform/clock'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { lengthOf } from '../model/length.ts'
import { outlookOf } from '../model/outlook.ts'
import { isOpen, spanOf, type Plan } from '../model/plan.ts'
import { draw } from '../model/schedule.ts'
import { clearWeeksFrom } from '../model/weeks.ts'
import { experimentOf } from '../queries/experiments.ts'
import { historyOf, nowIn } from '../queries/history.ts'
import { plans } from '../queries/plans.ts'
import { tables } from '../tables.ts'

type NotBegun = Refusal<`experiments.${'one-at-a-time' | 'history-short' | 'too-long' | 'implausible' | 'code-used' | 'code-elsewhere'}`>

/** So long back an order may still carry a code of before. */
const CODE_DAYS = 365

/**
 * Draws the weeks by a seed that is kept, and fixes the plan from next Monday on. Refuses what could not tell anything, a second
 * one beside it, and a code that buyers have used already or a voucher of another channel has.
 */
export async function beginExperiment(scope: WriteScope, wanted: ExperimentWanted): Promise<Experiment | NotBegun> {
  await lockShop(scope)
  const now = await nowIn(scope)
  const before = await plans(scope)
  if (before.some((plan) => isOpen(plan, now.today))) return refuse('experiments.one-at-a-time')

  const { kind, channel, effect, sureness, code } = wanted
  const history = await historyOf(scope, now, before)
  const outlook = outlookOf(history, { kind, channel, country: now.country, from: now.nextMonday })
  const { ordersPerWeek, noise, most } = outlook
  const option = outlook.options.find((one) => one.effect === effect && one.sureness === sureness)
  if (!option) return refuse('experiments.history-short', { values: { weeks: outlook.history, needed: outlook.needed } })
  if (option.refused === 'implausible') return refuse('experiments.implausible', { where: 'effect', values: { most: Math.round(most! * 100) } })
  if (option.refused === 'too-long') return refuse('experiments.too-long', { where: 'effect', values: { weeks: option.weeks, orders: Math.round(ordersPerWeek * 10) / 10 } })
  if (code !== null && (await isUsed(scope, code, now.today))) return refuse('experiments.code-used', { where: 'code' })

  if (code !== null && (await isElsewhere(scope, code, channel))) return refuse('experiments.code-elsewhere', { where: 'code' })

  const at = scope.clock.now()
  const seed = randomBytes(8).toString('hex')
  const mondays = clearWeeksFrom(now.country, now.nextMonday, option.weeks)
  const drawn = draw(kind, lengthOf({ kind, effect, sureness, ordersPerWeek, noise, history: history.weeks.length }), mondays, seed)
  const compared = kind === 'pause' ? history.weeks.map(({ monday }) => ({ monday, arm: 'before' as const })) : []
  const plan: Plan = { id: newId(at.getTime()), kind, channel, code, effect, sureness, ordersPerWeek, noise, seed, begunAt: at, calledOffAt: null, weeks: [...compared, ...drawn] }
  await keep(scope, plan)
  await scope.announce({ type: 'ExperimentBegun', experimentId: plan.id, voucher: code === null ? null : { code, channel, ...spanOf(plan) } })
  return experimentOf(scope, plan, now)
}

/** Two phones that begin at the same time: the second one finds the first one's. */
export async function lockShop(scope: WriteScope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`experiments ${scope.workspaceId}`}, 0))`.execute(scope.db)
}

async function isUsed(scope: WriteScope, code: string, today: string): Promise<boolean> {
  const days = await shop.ordersByDay(scope, { from: addDays(today, -CODE_DAYS), to: today, code })
  return days.some(({ withCode }) => withCode > 0)
}

/** A voucher that is over may be given out anew. */
async function isElsewhere(scope: WriteScope, code: string, channel: Channel): Promise<boolean> {
  const known = await shop.vouchers(scope)
  return known.some((voucher) => voucher.code === code && voucher.channel !== channel && (voucher.state === 'living' || voucher.state === 'ahead'))
}

async function keep(scope: WriteScope, { id: experimentId, weeks, calledOffAt: _, ...plan }: Plan): Promise<void> {
  const { workspaceId, actor } = scope
  await tables(scope)
    .insertInto('experimentsPlans')
    .values({ workspaceId, experimentId, ...plan, begunBy: actor.kind === 'login' ? actor.id : null })
    .execute()
  await tables(scope)
    .insertInto('experimentsWeeks')
    .values(weeks.map((week) => ({ workspaceId, experimentId, ...week })))
    .execute()
}
