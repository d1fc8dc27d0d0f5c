import type { Channel } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, startOfDay, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { sites } from './sites.ts'
import { visitsByDay, type DayVisits } from './visits-by-day.ts'
import { DAYS_LOOKED_AT, unusualOf, type Unusual } from '../unusual.ts'

export interface UnusualSite extends Unusual {
  site: { id: string; name: string }
  /** Names it for good: by the first silent day, the day of the wave, the week of the drop. Each is told of once. */
  subject: string
  /** The channel with most visits on the last day beyond its own usual. */
  grown: Channel
  /** How many sites the shop has. */
  among: number
}

/** By which words it is told. */
export const reasonOf = ({ state, soFar }: Unusual): string => `visits-${state}${soFar ? '-today' : ''}`

/** What is unusual about the visits of the shop's sites on `day` so far and on the days before. Throws where the hits cannot be asked. */
export async function unusualSites(scope: ReadScope, day: string): Promise<UnusualSite[]> {
  const [{ zone }, known] = await Promise.all([workspace.shopProfile(scope), sites(scope)])
  const first = addDays(day, -DAYS_LOOKED_AT)
  const rows = await visitsByDay(scope, { from: startOfDay(zone, first), to: startOfDay(zone, addDays(day, 1)) }, { zone, sites: known.map(({ id }) => id) })
  const days = Array.from({ length: DAYS_LOOKED_AT }, (_, at) => addDays(first, at))
  return known.flatMap(({ id, name }) => {
    const seen = rows.filter(({ siteId }) => siteId === id)
    const unusual = unusualOf(days.map((one) => visitsOn(seen, one)), visitsOn(seen, day))
    if (!unusual) return []
    const looked = unusual.soFar ? [...days, day] : days
    return [{ ...unusual, site: { id, name }, subject: `${id}.${since[unusual.state](addDays(looked.at(-1)!, 1), unusual.count)}`, grown: grownMost(seen, looked), among: known.length }]
  })
}

const visitsOn = (rows: readonly DayVisits[], day: string): number =>
  rows.reduce((total, row) => (row.day === day ? total + row.visits : total), 0)

function grownMost(rows: readonly DayVisits[], days: readonly string[]): Channel {
  const beyond = new Map<Channel, number>()
  for (const { channel, day, visits } of rows)
    if (days.includes(day)) beyond.set(channel, (beyond.get(channel) ?? 0) + (day === days.at(-1) ? visits : -visits / (days.length - 1)))
  return [...beyond].reduce((most, one) => (one[1] > most[1] ? one : most), ['other', -Infinity] as [Channel, number])[0]
}

/** By the day after the last one that was looked at: a wave is told of once, on its day or after. */
const since: Record<Unusual['state'], (day: string, count: number) => string> = {
  silent: (day, count) => addDays(day, -count),
  spike: (day) => addDays(day, -1),
  drop: (day) => addDays(day, 1 - weekdayOf(day)),
}
