import type { TrafficEntry } from './entries.ts'
import { wholeParts } from './whole-parts.ts'

/** A day's visits of a site through a channel, and what they earned of themselves. `id` is the site's. */
export interface EarnedVisits extends TrafficEntry {
  id: string
  month: string
  amount: number
}

/**
 * Visits × what a thousand of them earn. A month's visits of a site at one worth earn a whole sum, which is split over
 * channels and days in whole units: what a day of three visits earns is often less than one.
 */
export function valueTraffic(traffic: readonly TrafficEntry[]): EarnedVisits[] {
  const rows = traffic.map((entry): EarnedVisits => ({ ...entry, id: entry.siteId, month: entry.day.slice(0, 7), amount: 0 }))
  for (const atOneWorth of Map.groupBy(rows, (row) => `${row.month} ${row.siteId} ${row.perThousand}`).values()) {
    const byChannel = [...Map.groupBy(atOneWorth, ({ channel }) => channel)].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, own]) => own)
    const shares = wholeParts(Math.round((visitsOf(atOneWorth) * atOneWorth[0]!.perThousand) / 1000), byChannel.map(visitsOf))
    byChannel.forEach((own, at) => {
      const parts = wholeParts(shares[at]!, own.map(({ visits }) => visits))
      own.forEach((row, rowAt) => {
        row.amount = parts[rowAt]!
      })
    })
  }
  return rows
}

const visitsOf = (rows: readonly TrafficEntry[]) => rows.reduce((sum, { visits }) => sum + visits, 0)
