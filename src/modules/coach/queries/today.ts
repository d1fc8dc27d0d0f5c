import type { Asked } from '#contract/agenda.ts'
import type { Today, TodayItem } from '#contract/coach.ts'
import { overBox, queries as effort, type EffortToday } from '#modules/effort'
import { queries as payback } from '#modules/payback'
import { queries as shop } from '#modules/shop'
import { queries as workspace } from '#modules/workspace'
import { addMonths, dayIn, hourIn } from '#platform/clock'
import { isRefusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { keyOf, type HouseAgenda, type Offered } from '../agenda.ts'
import { bringOf } from '../model/bring.ts'
import { rank } from '../model/rank.ts'
import { tables } from '../tables.ts'
import { learned, type Learned } from './learned.ts'

export interface Viewer {
  memberId: string
  /** What hours are worth only owners see. */
  owner: boolean
}

/** A member's day: at most five things that fit what is left of the time, and whether the day was ended. */
export async function today(scope: ReadScope, { agenda }: { agenda: HouseAgenda }, { memberId, owner }: Viewer): Promise<Today> {
  const asked = await askedNow(scope, memberId)
  const { day } = asked
  const [{ open: offered, putOff }, time, done, ended, known, margin] = await Promise.all([
    agenda.offered(scope, asked).then((all) => sortedOut(scope, asked, all)),
    effort.effortToday(scope, { memberId, day, draftsFrom: day }),
    doneOn(scope, asked),
    endOf(scope, asked),
    learned(scope, asked),
    shop.usualMargin(scope),
  ])
  const weighed = offered.map((one) => ({ ...one, chance: known.chanceOf(one) * known.likingOf(one.kind) }))
  const { items, more } = rank(weighed, time.timebox.minutes - time.spentMinutes)
  return {
    day,
    now: scope.clock.now().toISOString(),
    restDay: !time.boxDay,
    nextBoxDay: time.nextBoxDay,
    box: { minutes: time.timebox.minutes, hour: time.timebox.hour, spent: time.spentMinutes },
    week: { minutes: time.week.minutes, limit: time.timebox.weeklyMinutes },
    hole: await holeOf(scope, { day, owner }, time),
    // A day that was ended is put away: nothing on it begs.
    items: ended ? [] : items.map((item) => presentItem(item, known, margin)),
    more: ended ? offered.length : more,
    putOff,
    done: done.flatMap(({ itemKey, kind, item }) => {
      const said = agenda.kindOf(kind)
      // Of a kind that is offered no longer nobody has the words.
      if (!said) return []
      const { reason, state = '', minutes = 0 } = item
      return { key: itemKey, kind, words: said.words, reason, minutes, ...hopeOf({ kind, state, gains: said.gains, prior: said.states[state]?.chance ?? 0 }, known, margin) }
    }),
    ended: ended
      ? {
          at: ended.endedAt.toISOString(),
          minutes: ended.minutes,
          done: ended.done,
          cost: owner ? await costOf(scope, asked, ended.minutes) : null,
          weeks: await effort.weeksKept(scope, asked),
        }
      : null,
  }
}

export async function askedNow(scope: ReadScope, memberId: string): Promise<Asked> {
  const { zone } = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  return { memberId, day: dayIn(zone, now), hour: hourIn(zone, now) }
}

/** What was offered, without what the member has answered for today or for good. */
export const openOf = async (scope: ReadScope, asked: Asked, offered: readonly Offered[]): Promise<Offered[]> => (await sortedOut(scope, asked, offered)).open

/** The same, and what of it was put off. */
async function sortedOut(scope: ReadScope, asked: Asked, offered: readonly Offered[]): Promise<{ open: Offered[]; putOff: Today['putOff'] }> {
  const answers = await tables(scope)
    .selectFrom('coachAnswers')
    .select(['itemKey', 'answer', 'againFrom'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', asked.memberId)
    .where(({ or, eb }) => or([eb('againFrom', 'is', null), eb('againFrom', '>', asked.day)]))
    .execute()
  const closed = new Map(answers.map((answer) => [answer.itemKey, answer]))
  const later = offered.flatMap((candidate) => {
    const said = closed.get(keyOf(candidate))
    return said?.answer === 'later' && said.againFrom !== null ? [said.againFrom] : []
  })
  return {
    open: offered.filter((candidate) => !closed.has(keyOf(candidate))),
    putOff: later.length > 0 ? { count: later.length, until: later.reduce((first, day) => (day < first ? day : first)) } : null,
  }
}

/** Beyond a day's or a week's box by more than a quarter; the day is told first, since it can still be ended. */
async function holeOf(scope: ReadScope, { day, owner }: { day: string; owner: boolean }, time: EffortToday): Promise<Today['hole']> {
  const ofDay = overBox(time.spentMinutes, time.timebox.minutes)
  const minutes = ofDay || time.week.over
  if (minutes === 0) return null
  return { of: ofDay > 0 ? 'day' : 'week', minutes, month: owner ? await lastMonth(scope, addMonths(day.slice(0, 7), -1)) : null }
}

async function lastMonth(scope: ReadScope, month: string): Promise<NonNullable<Today['hole']>['month']> {
  const known = await payback.paybackMonth(scope, month)
  if (isRefusal(known)) return null
  const { hours, profit } = known.total
  return hours.cost !== null && hours.cost > 0 && profit.net !== null ? { month, hours: hours.cost, net: profit.net } : null
}

async function costOf(scope: ReadScope, { memberId, day }: Asked, minutes: number): Promise<number | null> {
  const worths = await workspace.hourlyWorths(scope)
  const worth = worths.findLast((one) => one.memberId === memberId && one.from <= day)
  return worth ? Math.round((minutes / 60) * worth.hourly) : null
}

function presentItem(item: Offered, known: Learned, margin: number | null): TodayItem {
  const { kind, words, icon, state, minutes, reason, action, work = null } = item
  return { key: keyOf(item), kind, words, icon, state, minutes, reason, action, work, ...hopeOf(item, known, margin) }
}

/** What it may bring: always in words, in money once enough outcomes of its kind are known. */
function hopeOf(
  thing: Pick<Offered, 'kind' | 'state' | 'gains' | 'prior'>,
  known: Learned,
  margin: number | null,
): Pick<TodayItem, 'bring' | 'amount'> {
  const chance = known.chanceOf(thing)
  const tells = thing.gains === 'order' && margin !== null && known.tellsMoney(thing.kind)
  return { bring: bringOf(thing.gains, chance), amount: tells ? Math.round(chance * margin) : null }
}

const doneOn = (scope: ReadScope, { memberId, day }: Asked) =>
  tables(scope)
    .selectFrom('coachAnswers')
    .select(['itemKey', 'kind', 'item'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .where('answer', '=', 'done')
    .orderBy('answeredAt')
    .execute()

const endOf = (scope: ReadScope, { memberId, day }: Asked) =>
  tables(scope)
    .selectFrom('coachDays')
    .select(['endedAt', 'minutes', 'done'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .executeTakeFirst()
