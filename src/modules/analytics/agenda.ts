import type { Agenda, Candidate } from '#contract/agenda.ts'
import type { Channel } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, startOfDay, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { sites } from './queries/sites.ts'
import { visitsByDay, type DayVisits } from './queries/visits-by-day.ts'
import { DAYS_LOOKED_AT, unusualOf, type Unusual } from './unusual.ts'

const MINUTES: Record<Unusual['state'], number> = { silent: 2, spike: 5, drop: 3 }

/** What is unusual about the visits of a site: nobody comes any more, many more, or half as many. */
export const agenda: Agenda<ReadScope> = {
  words: 'analytics-agenda',
  kinds: {
    visits: {
      icon: 'eye',
      gains: 'order',
      once: true,
      states: {
        silent: { chance: 0.06, because: 'A link that leads nowhere loses every order that would have come through it, and trying it takes a minute.' },
        spike: { chance: 0.05, because: 'Who comes in a wave asks within the day, where somebody answers.' },
        drop: { chance: 0.015, because: 'Half the visits is a link or a post that is no longer seen; which one takes a look.' },
      },
    },
  },
  async candidates(scope, { day }) {
    const [{ zone }, known] = await Promise.all([workspace.shopProfile(scope), sites(scope)])
    const first = addDays(day, -DAYS_LOOKED_AT)
    // While the hits cannot be asked, the rest of Today still can.
    const rows = await visitsByDay(scope, { from: startOfDay(zone, first), to: startOfDay(zone, day) }, { zone, sites: known.map(({ id }) => id) }).catch(() => [])
    const days = Array.from({ length: DAYS_LOOKED_AT }, (_, at) => addDays(first, at))
    return known.flatMap(({ id, name }) => {
      const seen = rows.filter(({ siteId }) => siteId === id)
      const unusual = unusualOf(days.map((one) => visitsOn(seen, one)))
      return unusual ? [candidate(unusual, { id, name, day, grown: grownMost(seen, days), among: known.length })] : []
    })
  },
}

const visitsOn = (rows: readonly DayVisits[], day: string): number =>
  rows.reduce((total, row) => (row.day === day ? total + row.visits : total), 0)

/** The channel with most visits on the last day beyond its own usual. */
function grownMost(rows: readonly DayVisits[], days: readonly string[]): Channel {
  const beyond = new Map<Channel, number>()
  for (const { channel, day, visits } of rows)
    beyond.set(channel, (beyond.get(channel) ?? 0) + (day === days.at(-1) ? visits : -visits / (days.length - 1)))
  return [...beyond].reduce((most, one) => (one[1] > most[1] ? one : most), ['other', -Infinity] as [Channel, number])[0]
}

/** Named by the first silent day, the day of the wave, the week of the drop: each is told of once. */
const since: Record<Unusual['state'], (day: string, count: number) => string> = {
  silent: (day, count) => addDays(day, -count),
  spike: (day) => addDays(day, -1),
  drop: (day) => addDays(day, 1 - weekdayOf(day)),
}

/** Where each is looked into: the day of the wave by its channel, the week beside the one before. */
const addressOf: Record<Unusual['state'], (day: string, grown: Channel) => string> = {
  silent: () => '/links',
  spike: (day, grown) => `/visits?from=${addDays(day, -1)}&to=${addDays(day, -1)}&filter=${encodeURIComponent(JSON.stringify(['is', 'channel', [grown]]))}`,
  drop: (day) => `/visits?from=${addDays(day, -7)}&to=${addDays(day, -1)}&compare=before`,
}

function candidate({ state, count, usual }: Unusual, { id, name, day, grown, among }: { id: string; name: string; day: string; grown: Channel; among: number }): Candidate {
  return {
    kind: 'visits',
    subject: `${id}.${since[state](day, count)}`,
    state,
    minutes: MINUTES[state],
    reason: { code: `visits-${state}`, values: { site: name, count, usual: Math.max(1, Math.round(usual)), ...(state === 'spike' && { channel: grown }) } },
    action: { href: addressOf[state](day, grown) + (among > 1 && state !== 'silent' ? `&site=${id}` : '') },
    ...(state === 'spike' && { work: { channel: grown, activity: 'talk' as const } }),
  }
}
