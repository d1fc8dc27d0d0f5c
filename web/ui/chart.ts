export type ChartTone = 'good' | 'unsure' | 'bad' | 'plain'

export interface ChartPoint {
  /** A day or month, in order; every series has the same ones. */
  x: string
  /** Null where nothing is known: the line is broken there, never drawn at zero. */
  y: number | null
  low?: number
  high?: number
  /** Only as far as it is known: dashed. */
  partial?: boolean
}

export interface ChartSeries {
  name: string
  tone?: ChartTone
  points: readonly ChartPoint[]
}

export interface ChartBar {
  label: string
  value: number
  low?: number
  high?: number
  tone?: ChartTone
  href?: string
}

/** What happened at a point, told beside the curve. */
export interface ChartMark {
  x: string
  text: string
}

/** The marks of each point that a chart has, in their order; those of other days are none of it. */
export function marksAt(marks: readonly ChartMark[], xs: readonly string[]): Map<string, string[]> {
  const at = new Map<string, string[]>()
  for (const x of xs) {
    const texts = marks.filter((mark) => mark.x === x).map(({ text }) => text)
    if (texts.length > 0) at.set(x, texts)
  }
  return at
}

/** The marks of a day whose hours a chart has: at which of them it happened, nobody said. */
export const marksAllDay = (marks: readonly ChartMark[], xs: readonly string[]): string[] => marks.filter(({ x }) => xs.some((one) => one.startsWith(`${x}T`))).map(({ text }) => text)

export const toneColour: Record<ChartTone, string> = {
  good: 'var(--leaf-mark)',
  unsure: 'var(--turmeric-mark)',
  bad: 'var(--brick-mark)',
  plain: 'var(--ink-soft)',
}

/** From the lowest to the highest value shown, with zero in between. */
export function extentOf(values: Iterable<number | null | undefined>): [number, number] {
  let least = 0
  let most = 0
  for (const value of values) {
    if (value === null || value === undefined) continue
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return least === most ? [least, least + 1] : [least, most]
}

/**
 * Where a value stands between two ends, in percent from `start` to `end`. Bars and intervals need no more of a scale
 * than this; d3's, for charts with axes, weighs eleven kilobytes.
 */
export function alongside([least, most]: readonly [number, number], start = 0, end = 100): (value: number) => number {
  const span = most - least || 1
  return (value) => start + (Math.min(most, Math.max(least, value)) - least) * ((end - start) / span)
}

/** Which of `count` labels have room in `width`: always the last, then every nth before it. */
export function labelsThatFit(count: number, width: number, each: number): Set<number> {
  const step = Math.max(1, Math.ceil((count * each) / Math.max(width, each)))
  const kept = new Set<number>()
  for (let index = count - 1; index >= 0; index -= step) kept.add(index)
  return kept
}
