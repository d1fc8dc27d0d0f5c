import type { Entry, HoursOfWeek } from '#contract/effort.ts'
import { queries as workspace, type HourlyWorth } from '#modules/workspace'
import { addDays, dayIn, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { overBox, presentEntry } from '../model.ts'
import { tables } from '../tables.ts'
import { boxBetween } from '../timebox.ts'
import { channelsInUse } from './channels-in-use.ts'
import { timeboxes } from './timeboxes.ts'

export interface Viewer {
  memberId: string
  /** An owner sees everybody's minutes and what they are worth; staff see their own. */
  owner: boolean
}

/** The week, Monday to Sunday, that `day` lies in (today's where it is left out). */
export async function hoursOfWeek(scope: ReadScope, viewer: Viewer, wanted?: string): Promise<HoursOfWeek> {
  const [{ zone }, members] = await Promise.all([workspace.shopProfile(scope), workspace.members(scope)])
  const today = dayIn(zone, scope.clock.now())
  const day = wanted ?? today
  const from = addDays(day, 1 - weekdayOf(day))
  const to = addDays(from, 6)
  const [entries, before, worths, channels, boxes] = await Promise.all([
    entriesBetween(scope, viewer, from, to),
    entriesBetween(scope, viewer, addDays(from, -7), addDays(from, -1)),
    viewer.owner ? workspace.hourlyWorths(scope) : [],
    channelsInUse(scope, today),
    timeboxes(scope),
  ])
  const kept = entries.filter((entry) => entry.state === 'kept' && entry.minutes > 0)
  const minutes = sumOf(kept)
  const atWork = [...new Set(kept.map((entry) => entry.memberId))]
  // Each member has a box of their own: what one leaves of it does not make up for another's black hole.
  const boxOf = (memberId: string) => boxBetween(boxes.get(memberId) ?? [], from, today < to ? today : to)
  const over = atWork.map((memberId) => overBox(sumOf(kept.filter((entry) => entry.memberId === memberId)), boxOf(memberId)))
  return {
    from,
    to,
    today,
    minutes,
    minutesBefore: sumOf(before.filter((entry) => entry.state === 'kept')),
    boxMinutes: (atWork.length > 0 ? atWork : [viewer.memberId]).reduce((sum, memberId) => sum + boxOf(memberId), 0),
    overMinutes: over.reduce((sum, minutesOver) => sum + minutesOver, 0),
    ...worthOf(kept, worths, viewer.owner ? members : []),
    byChannel: sumsByChannel(kept),
    days: daysOf(kept),
    drafts: entries.filter((entry) => entry.state === 'draft' && entry.memberId === viewer.memberId),
    // Who has left is named where minutes of theirs are shown, and offered for no more.
    members: members.filter(({ id, left }) => (viewer.owner && (!left || atWork.includes(id))) || id === viewer.memberId).map(({ id, name }) => ({ id, name })),
    me: viewer.memberId,
    channels,
  }
}

async function entriesBetween(scope: ReadScope, viewer: Viewer, from: string, to: string): Promise<Entry[]> {
  const rows = await tables(scope)
    .selectFrom('effortEntries')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .where('state', '<>', 'removed')
    .$if(!viewer.owner, (query) => query.where('memberId', '=', viewer.memberId))
    .orderBy('day', 'desc')
    .orderBy('startedAt', (order) => order.desc().nullsLast())
    .orderBy('notedAt', 'desc')
    .execute()
  return rows.map(presentEntry)
}

const sumOf = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entry.minutes, 0)

function sumsByChannel(entries: readonly Entry[]): HoursOfWeek['byChannel'] {
  const channels = [...new Set(entries.map((entry) => entry.channel))]
  return channels
    .map((channel) => ({ channel, minutes: sumOf(entries.filter((entry) => entry.channel === channel)) }))
    .sort((one, other) => other.minutes - one.minutes)
}

function daysOf(entries: readonly Entry[]): HoursOfWeek['days'] {
  const days = [...new Set(entries.map((entry) => entry.day))]
  return days.map((day) => {
    const ofDay = entries.filter((entry) => entry.day === day)
    return { day, minutes: sumOf(ofDay), entries: ofDay }
  })
}

/** Minutes times what an hour was worth that day. Whoever has no worth is named instead of counted as nothing. */
function worthOf(
  entries: readonly Entry[],
  worths: readonly HourlyWorth[],
  members: readonly { id: string; name: string }[],
): Pick<HoursOfWeek, 'worth' | 'unpricedMembers'> {
  let worth: number | null = null
  const unpriced = new Set<string>()
  for (const entry of entries) {
    const hourly = worths.findLast((one) => one.memberId === entry.memberId && one.from <= entry.day)?.hourly
    if (hourly === undefined) unpriced.add(entry.memberId)
    else worth = (worth ?? 0) + (entry.minutes / 60) * hourly
  }
  return {
    worth: worth === null ? null : Math.round(worth),
    unpricedMembers: members.filter(({ id }) => unpriced.has(id)).map(({ name }) => name),
  }
}
