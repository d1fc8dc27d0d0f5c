import type { Entries, MinutesEntry, WorthEntry } from './entries.ts'
import { wholeParts } from './whole-parts.ts'

export interface PricedMinutes extends MinutesEntry {
  month: string
  name: string
  /** Null where nobody said what this member's hour was worth on that day. */
  hourly: number | null
  cost: number | null
  /** Of how many, where only some of an entry's minutes stand here. */
  wholeMinutes?: number
}

/**
 * Minutes × what the member's hour was worth on that day. A month's minutes at one worth are priced as a whole, then
 * split over channels and rows in whole units: 11,5 hours at Rp25.000 are Rp287.500 however they were logged.
 */
export function priceMinutes({ minutes, worths, members }: Pick<Entries, 'minutes' | 'worths' | 'members'>): PricedMinutes[] {
  const worthOn = datedWorths(worths)
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const priced = minutes.map((entry): PricedMinutes => ({
    ...entry,
    month: entry.day.slice(0, 7),
    name: names.get(entry.memberId) ?? '',
    hourly: worthOn(entry.memberId, entry.day),
    cost: null,
  }))
  for (const atOneWorth of parted(priced.filter((row) => row.hourly !== null), [(row) => row.month, (row) => row.memberId, (row) => row.hourly])) {
    const whole = Math.round((minutesOf(atOneWorth) * atOneWorth[0]!.hourly!) / 60)
    const byChannel = [...Map.groupBy(atOneWorth, (row) => row.channel ?? '')].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, rows]) => rows)
    const shares = wholeParts(whole, byChannel.map(minutesOf))
    byChannel.forEach((rows, at) => {
      const costs = wholeParts(shares[at]!, rows.map((row) => row.minutes))
      rows.forEach((row, rowAt) => {
        row.cost = costs[rowAt]!
      })
    })
  }
  return priced
}

function datedWorths(worths: readonly WorthEntry[]) {
  const byMember = Map.groupBy(worths, (worth) => worth.memberId)
  for (const dated of byMember.values()) dated.sort((one, other) => (one.from < other.from ? -1 : 1))
  return (memberId: string, day: string): number | null =>
    byMember.get(memberId)?.findLast((worth) => worth.from <= day)?.hourly ?? null
}

const minutesOf = (rows: readonly MinutesEntry[]) => rows.reduce((sum, row) => sum + row.minutes, 0)

/** Rows that all keys are the same of; key by key, for a text of them all would have to be made for each of thousands. */
const parted = <T>(rows: readonly T[], keys: readonly ((row: T) => unknown)[]): (readonly T[])[] => keys.reduce<(readonly T[])[]>((parts, keyOf) => parts.flatMap((part) => [...Map.groupBy(part, keyOf).values()]), [rows])
