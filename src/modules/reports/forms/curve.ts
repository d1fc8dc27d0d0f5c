import type { Report } from '#contract/reports.ts'

type Points = NonNullable<Report['curve']>['points']

const HEIGHT = 128
/** Room above for a figure, below for the months, and left for the ends of the scale. */
const ROOM = { top: 16, right: 6, bottom: 18, left: 52 }
const SMALL = 'font-family="Jakarta" font-size="7"'
/** About how wide a letter of it is. */
const LETTER = 3.9

/**
 * The cumulated line with its figures, its interval as a pale band with the ends of the scale beside it, and the zero
 * that it must cross. `short` writes an amount; the exact one stands in the table of months.
 */
export function curveSvg(points: Points, width: number, short: (units: number) => string): string {
  const all = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)]
  const x = (at: number) => round(ROOM.left + (at * (width - ROOM.left - ROOM.right)) / Math.max(1, points.length - 1))
  const y = (value: number) => round(ROOM.top + ((most - value) * (HEIGHT - ROOM.top - ROOM.bottom)) / Math.max(1, most - least))
  const line = points.map(({ value }, at) => `${x(at)},${y(value)}`).join(' ')
  const bands = known(points).map((run) => [...run.map(({ at, high }) => `${x(at)},${y(high)}`), ...run.toReversed().map(({ at, low }) => `${x(at)},${y(low)}`)].join(' '))
  // The ends of the scale, and zero where it is far enough from both to be read.
  const ends = [...new Set([least, most])]
  const scale = ends.every((end) => Math.abs(y(end) - y(0)) > 9) ? [...ends, 0] : ends
  // The outermost stand wholly beside their point, so that theirs and their neighbour's are one and a half apart.
  const roomFor = (words: readonly string[]) => (width - ROOM.left - ROOM.right) / (Math.max(...words.map(({ length }) => length)) * LETTER * 1.5 + 8)
  const shownMonths = apart(points.length, roomFor(points.map(({ label }) => label)))
  const shownValues = apart(points.length, roomFor(points.map(({ value }) => short(value))))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}">` +
    // The stroke shows a month that stands alone.
    bands.map((band) => `<polygon points="${band}" fill="#cfe3d0" stroke="#cfe3d0" stroke-width="2"/>`).join('') +
    `<line x1="${ROOM.left}" x2="${width - ROOM.right}" y1="${y(0)}" y2="${y(0)}" stroke="#8d8a7d" stroke-width="0.8" stroke-dasharray="3 3"/>` +
    scale.map((units) => text(short(units), ROOM.left - 8, y(units) + 2.5, 'end', '#5f6358')).join('') +
    `<polyline points="${line}" fill="none" stroke="#2c6e3c" stroke-width="1.8"/>` +
    points
      .map(({ label, value }, at) => {
        // The outermost ones lie wholly within.
        const anchor = at === 0 ? 'start' : at === points.length - 1 ? 'end' : 'middle'
        const [name, figure] = [shownMonths.has(at) ? text(label, x(at), HEIGHT - 4, anchor, '#5f6358') : '', shownValues.has(at) ? text(short(value), x(at), y(value) - 6, anchor, '#23261f') : '']
        return `<circle cx="${x(at)}" cy="${y(value)}" r="2.2" fill="#2c6e3c"/>${figure}${name}`
      })
      .join('') +
    `</svg>`
  )
}

/** Months next to each other whose interval is known: where it is not, the band stops. */
function known(points: Points): { at: number; low: number; high: number }[][] {
  const runs: { at: number; low: number; high: number }[][] = []
  for (const [at, { low, high }] of points.entries()) {
    if (low === null || high === null) continue
    const last = runs.at(-1)
    if (last?.at(-1)?.at === at - 1) last.push({ at, low, high })
    else runs.push([{ at, low, high }])
  }
  return runs
}

const text = (said: string, x: number, y: number, anchor: 'start' | 'end' | 'middle', fill: string): string =>
  `<text ${SMALL} x="${x}" y="${round(y)}" text-anchor="${anchor}" fill="${fill}">${said.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`)}</text>`

/** Which of so many have room: the last, and every nth before it. */
function apart(count: number, room: number): Set<number> {
  const step = Math.max(1, Math.ceil(count / Math.max(1, room)))
  return new Set(Array.from({ length: count }, (_, at) => at).filter((at) => (count - 1 - at) % step === 0))
}

const round = (value: number): number => Math.round(value * 10) / 10
