import type { Report } from '#contract/reports.ts'

type Points = NonNullable<Report['curve']>['points']

const HEIGHT = 84
const EDGE = 4

/** The cumulated line with its interval as a pale band, and the zero that it must cross. Its figures stand in the table beside it. */
export function curveSvg(points: Points, width: number): string {
  const all = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)]
  const x = (at: number) => round(EDGE + (at * (width - 2 * EDGE)) / Math.max(1, points.length - 1))
  const y = (value: number) => round(EDGE + ((most - value) * (HEIGHT - 2 * EDGE)) / Math.max(1, most - least))
  const line = points.map(({ value }, at) => `${x(at)},${y(value)}`).join(' ')
  const above = points.map(({ high, value }, at) => `${x(at)},${y(high ?? value)}`)
  const below = points.map(({ low, value }, at) => `${x(at)},${y(low ?? value)}`).reverse()
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}">` +
    `<polygon points="${[...above, ...below].join(' ')}" fill="#cfe3d0"/>` +
    `<line x1="0" x2="${width}" y1="${y(0)}" y2="${y(0)}" stroke="#8d8a7d" stroke-width="0.8" stroke-dasharray="3 3"/>` +
    `<polyline points="${line}" fill="none" stroke="#2c6e3c" stroke-width="1.8"/>` +
    points.map(({ value }, at) => `<circle cx="${x(at)}" cy="${y(value)}" r="2.2" fill="#2c6e3c"/>`).join('') +
    `</svg>`
  )
}

const round = (value: number): number => Math.round(value * 10) / 10
