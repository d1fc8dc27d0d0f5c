import type { Report } from '#contract/reports.ts'

type Points = NonNullable<Report['curve']>['points']

const HEIGHT = 128
/** Room above for a figure, below for the months, and left for the ends of the scale. */
const ROOM = { top: 16, right: 6, bottom: 18, left: 52 }
const SMALL = 'font-family="Jakarta" font-size="7"'
/** About how wide a letter of it is. */
const LETTER = 3.9

/**
 * The cumulated line with its figures, dashed where they are known only in part; its interval as a pale band with the ends of the scale beside it, and the zero
 * that it must cross. `short` writes an amount; the exact one stands in the table of months.
 */
export function curveSvg(points: Points, width: number, short: (units: number) => string): string {
  const all = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)]
  const x = (at: number) => round(ROOM.left + (at * (width - ROOM.left - ROOM.right)) / Math.max(1, points.length - 1))
  const y = (value: number) => round(ROOM.top + ((most - value) * (HEIGHT - ROOM.top - ROOM.bottom)) / Math.max(1, most - least))
  const lineOf = (run: readonly { at: number; value: number }[]) => run.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')
  const every = points.map(({ value }, at) => ({ at, value }))
  const bands = runsOf(points, ({ low, high }) => (low === null || high === null ? null : { low, high })).map((run) => [...run.map(({ at, high }) => `${x(at)},${y(high)}`), ...run.toReversed().map(({ at, low }) => `${x(at)},${y(low)}`)].join(' '))
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
    // What is known only in part is dashed, to its points and from them; over that lies what is known whole.
    (points.some(({ partial }) => partial) ? `<polyline points="${lineOf(every)}" fill="none" stroke="#2c6e3c" stroke-width="1.2" stroke-dasharray="3 2.5"/>` : '') +
    runsOf(points, ({ value, partial }) => (partial ? null : { value })).map((run) => `<polyline points="${lineOf(run)}" fill="none" stroke="#2c6e3c" stroke-width="1.8"/>`).join('') +
    points
      .map(({ label, value, partial }, at) => {
        // The outermost ones lie wholly within.
        const anchor = at === 0 ? 'start' : at === points.length - 1 ? 'end' : 'middle'
        const [name, figure] = [shownMonths.has(at) ? text(label, x(at), HEIGHT - 4, anchor, '#5f6358') : '', shownValues.has(at) ? text(short(value), x(at), y(value) - 6, anchor, '#23261f') : '']
        return `<circle cx="${x(at)}" cy="${y(value)}" r="2.2" fill="${partial ? '#ffffff' : '#2c6e3c'}"${partial ? ' stroke="#2c6e3c" stroke-width="1"' : ''}/>${figure}${name}`
      })
      .join('') +
    `</svg>`
  )
}

/** Months next to each other of which something is known: where it is not, what is drawn of it stops. */
function runsOf<Known extends object>(points: Points, known: (point: Points[number]) => Known | null): (Known & { at: number })[][] {
  const runs: (Known & { at: number })[][] = []
  for (const [at, point] of points.entries()) {
    const of = known(point)
    if (!of) continue
    const last = runs.at(-1)
    if (last?.at(-1)?.at === at - 1) last.push({ ...of, at })
    else runs.push([{ ...of, at }])
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
