import type { About, Entry, Footing } from '#contract/effort.ts'

/** A timer that ran so long past its box stops itself, whoever still looks at it. */
const OVERSTAY_MINUTES = 45
/** Inside the box the owner may be in another app, and silence says nothing. After it, so much of it says "forgotten". */
const SILENCE_MINUTES = 15
/** Two things done in Kicau within so much time are one stretch of work. */
export const MERGE_MINUTES = 10
export const MINUTES_OF_DAY = 1440

const MINUTE = 60_000

export interface Span {
  start: Date
  end: Date
}

export const minutesOf = ({ start, end }: Span): number => Math.round((end.getTime() - start.getTime()) / MINUTE)
export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE)

/**
 * Half the width of what the truth is believed to be within, in minutes. A timer is right to the minute; a draft knows
 * when something was done and only supposes how long it took; an evening tap is right to half its step (the steps are
 * 0 · 15 · 30 · 60 · 120); a guess about a past day is half of itself, and never better than five minutes.
 */
export function spreadOf(footing: Footing, minutes: number): number {
  if (footing === 'timer') return minutes === 0 ? 0 : 1
  if (footing === 'drafted') return Math.ceil(minutes / 2)
  if (footing === 'evening')
    return Math.min(minutes, EVENING_SPREADS.find(([most]) => minutes <= most)?.[1] ?? Math.ceil(minutes / 4))
  return Math.min(minutes, Math.max(5, Math.ceil(minutes / 2)))
}

// Half the way to the farther neighbour; "0" was said of nothing at all, and above 120 there is no neighbour.
const EVENING_SPREADS: readonly (readonly [number, number])[] = [
  [0, 0],
  [15, 8],
  [30, 15],
  [60, 30],
  [120, 30],
]

export interface Running {
  startedAt: Date
  aliveAt: Date
  boxMinutes: number
  /** What of the box was spent before: a sitting may change its channel, or pause. */
  beforeSeconds: number
}

/** How long the sitting that a timer belongs to has been, in whole seconds. */
export const sittingSeconds = ({ startedAt, beforeSeconds }: Pick<Running, 'startedAt' | 'beforeSeconds'>, now: Date): number =>
  beforeSeconds + Math.max(0, Math.floor((now.getTime() - startedAt.getTime()) / 1000))

/** Whether a timer was forgotten: fifteen minutes of silence after its box, or forty-five minutes past it. */
export function isForgotten({ startedAt, aliveAt, boxMinutes, beforeSeconds }: Running, now: Date): boolean {
  const boxEnd = minutesAfter(startedAt, Math.max(0, boxMinutes - beforeSeconds / 60))
  const heard = aliveAt > boxEnd ? aliveAt : boxEnd
  return now > minutesAfter(heard, SILENCE_MINUTES) || now > minutesAfter(boxEnd, OVERSTAY_MINUTES)
}

/** What a forgotten timer's question offers: until the last sign of life, the box, until it was found. */
export function offersOf(startedAt: Date, lastSignAt: Date, foundAt: Date, boxMinutes: number): number[] {
  const most = minutesOf({ start: startedAt, end: foundAt })
  const until = minutesOf({ start: startedAt, end: lastSignAt })
  const offered = [until, boxMinutes, Math.min(most, boxMinutes + OVERSTAY_MINUTES)]
  return [...new Set(offered)].filter((minutes) => minutes <= most).sort((one, other) => one - other)
}

/** What is left of a span when others are taken out of it, in order. Touching ends take nothing. */
export function freePieces(span: Span, taken: readonly Span[]): Span[] {
  let pieces = [span]
  for (const other of taken)
    pieces = pieces.flatMap((piece) => {
      if (other.start >= piece.end || other.end <= piece.start) return [piece]
      return [
        { start: piece.start, end: other.start },
        { start: other.end, end: piece.end },
      ].filter(({ start, end }) => start < end)
    })
  return pieces.filter(({ start, end }) => start < end)
}

/** Over a box by a quarter or less is no black hole. */
export const overBox = (minutes: number, box: number): number => (minutes > box * 1.25 ? minutes - box : 0)

export interface EntryRow {
  entryId: string
  memberId: string
  channel: Entry['channel']
  activity: Entry['activity']
  day: string
  minutes: number
  startedAt: Date | null
  endedAt: Date | null
  footing: Footing
  spreadMinutes: number
  state: Entry['state']
  aboutKind: About['kind'] | null
  aboutKey: string | null
}

export const presentEntry = (row: EntryRow): Entry => ({
  id: row.entryId,
  memberId: row.memberId,
  channel: row.channel,
  activity: row.activity,
  day: row.day,
  minutes: row.minutes,
  footing: row.footing,
  spreadMinutes: row.spreadMinutes,
  state: row.state,
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  about: row.aboutKind && { kind: row.aboutKind, key: row.aboutKey! },
})
