import { expect, test } from 'vitest'
import { addDays, addMonths, monthIn, weekdayOf } from '#platform/clock'
import { ZONE } from './facts.ts'
import { behaviour } from './plan.ts'
import { postsOf } from './posts.ts'

const monthsUpTo = (running: string) => behaviour.map((_, index) => addMonths(running, index - behaviour.length))
// More than two years of months that the demo may be opened in, a leap year among them.
const anchors = Array.from({ length: 28 }, (_, index) => addMonths('2024-03', index))

const story = [
  [2.8, 0.73, 0],
  [1.0, 0.75, 0],
  [3.5, 0.6, 0],
  [6, 0.55, 0],
  [3.0, 0, 0],
  [3.0, 0, 0.2],
  [3.2, 0, 0.55],
  [3.2, 0, 0.6],
  [3.0, 0, 0.64],
  [3.4, 0, 0.85],
  [3.2, 0, 0.88],
  [3.3, 0, 0.9],
  [3.1, 0, 0.91],
  [3.3, 0, 0.92],
] as const

test("the posts carry the story's table: posts a week, automatic, with code", () => {
  const months = monthsUpTo('2026-11')
  const posts = postsOf(months)
  expect(posts.some(({ at }) => monthIn(ZONE, at) === months[0])).toBe(false)
  story.forEach(([perWeek, automatic, withCode], index) => {
    const month = months[index + 1]!
    const own = posts.filter(({ at }) => monthIn(ZONE, at) === month)
    const weeks = Number(addDays(`${addMonths(month, 1)}-01`, -1).slice(8)) / 7
    // Eleven posts in the first month, as the story says, are 2.6 a week of its 30 days and 2.8 of the four weeks that it counts.
    if (index > 0) expect(Math.abs(own.length / weeks - perWeek), month).toBeLessThan(0.12)
    else expect(own).toHaveLength(11)
    // A share of a dozen posts is a post off at most.
    expect(Math.abs(own.filter((post) => post.automatic).length / own.length - automatic), month).toBeLessThanOrEqual(0.5 / own.length)
    expect(Math.abs(own.filter((post) => post.withCode).length / own.length - withCode), month).toBeLessThanOrEqual(0.5 / own.length)
  })
})

// Yogyakarta knows no daylight saving: seven hours ahead, always.
const dayOf = ({ at }: { at: Date }) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)

test('whenever it is opened, there is a rhythm from month 8 on, and none yet in month 7', () => {
  for (const running of anchors) {
    const months = monthsUpTo(running)
    const days = postsOf(months).map(dayOf)
    const weeks = months.map((month) => {
      const to = addDays(`${addMonths(month, 1)}-01`, -1)
      const ends = Array.from({ length: 14 }, (_, back) => addDays(to, -7 * back))
      return ends.slice(1).filter((before, back) => days.filter((day) => day > before && day <= ends[back]!).length >= 2).length
    })
    expect(weeks[6], running).toBeLessThan(10)
    expect(weeks[7], running).toBeGreaterThanOrEqual(10)
    expect(weeks.slice(8), running).toEqual([13, 13, 13, 13, 13, 13, 13])
  }
})

test('it rests on weekends since the resolution, and stays in its months', () => {
  for (const running of anchors) {
    const months = monthsUpTo(running)
    for (const day of postsOf(months).map(dayOf)) {
      expect(months).toContain(day.slice(0, 7))
      if (day >= `${months[5]}-01`) expect(weekdayOf(day)).toBeLessThanOrEqual(5)
    }
  }
})
