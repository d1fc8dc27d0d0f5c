import { describe, expect, it } from 'vitest'
import { curveSvg } from './curve.ts'

type Point = Parameters<typeof curveSvg>[0][number]
const month = (label: string, value: number, given: Partial<Point> = {}): Point => ({ label, value, low: value - 50, high: value + 50, partial: false, ...given })
const unknown = { low: null, high: null, partial: true }
const drawn = (points: Point[]) => curveSvg(points, 510, String)
const pointsIn = (written: string) => written.split(' ').length
const bands = (svg: string) => [...svg.matchAll(/<polygon points="([^"]+)"/g)].map(([, points]) => pointsIn(points!))
const lines = (svg: string, dashed: boolean) => [...svg.matchAll(/<polyline points="([^"]+)"([^>]*)>/g)].filter(([, , how]) => how!.includes('dasharray') === dashed).map(([, points]) => pointsIn(points!))
const hollow = (svg: string) => [...svg.matchAll(/<circle[^>]*fill="#ffffff"/g)].length

describe('the line of what was added up', () => {
  it('is one line and one band where every month is known', () => {
    const svg = drawn([month('Jan', -100), month('Feb', 20), month('Mar', 90)])
    expect([bands(svg), lines(svg, false), lines(svg, true), hollow(svg)]).toEqual([[6], [3], [], 0])
  })

  it('has no band where a month is unknown, and is dashed to it and from it, its point hollow', () => {
    const svg = drawn([month('Jan', -100), month('Feb', -40), month('Mar', 20, unknown), month('Apr', 60), month('Mei', 90)])
    expect([bands(svg), lines(svg, false), hollow(svg)]).toEqual([[4, 4], [2, 2], 1])
    // It is drawn through all of them, under the two that are known.
    expect(lines(svg, true)).toEqual([5])
  })

  it('shows a month that stands alone, known among unknown ones', () => {
    const svg = drawn([month('Jan', -100, unknown), month('Feb', -40), month('Mar', 20, unknown)])
    expect([bands(svg), lines(svg, false), hollow(svg)]).toEqual([[2], [1], 2])
  })

  it('of months of which none is known is dashed from end to end', () => {
    const svg = drawn([month('Jan', -100, unknown), month('Feb', -40, unknown)])
    expect([bands(svg), lines(svg, false), lines(svg, true), hollow(svg)]).toEqual([[], [], [2], 2])
  })
})
