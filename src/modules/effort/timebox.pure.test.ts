import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, weekdayOf } from '#platform/clock'
import { boxBetween, isBoxDay, nextBoxDay, timeboxOn, USUAL, weekKept, type Dated } from './timebox.ts'

const monday = '2026-11-16'
const mornings: Dated = { from: '2026-11-18', weekdays: [3, 6], hour: '06:30', minutes: 45, weeklyMinutes: 90 }
const week = (...minutes: number[]) => new Map(minutes.map((spent, index) => [addDays(monday, index), spent]))

describe('a timebox', () => {
  it('is thirty minutes on weekdays until another was chosen, and from that day on the other', () => {
    expect(timeboxOn([], monday)).toEqual(USUAL)
    expect(timeboxOn([mornings], '2026-11-17')).toEqual(USUAL)
    expect(timeboxOn([mornings], '2026-11-18')).toEqual(mornings)
    // Monday and Tuesday of the usual one, then Wednesday and Saturday.
    expect(boxBetween([mornings], monday, addDays(monday, 6))).toBe(30 + 30 + 45 + 45)
  })

  it('has a next day, which is one of its own', () => {
    expect(nextBoxDay([], '2026-11-20')).toBe('2026-11-23')
    expect(nextBoxDay([mornings], '2026-11-18')).toBe('2026-11-21')
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), fc.nat(400), (weekdays, later) => {
        const day = addDays(monday, later)
        const dated = [{ ...USUAL, from: monday, weekdays }]
        const next = nextBoxDay(dated, day)
        expect(next > day && next <= addDays(day, 7)).toBe(true)
        expect(weekdays).toContain(weekdayOf(next))
        expect(isBoxDay(dated, next)).toBe(true)
      }),
    )
  })
})

describe('a week is kept', () => {
  it.each([
    [[30, 30, 30], true, 'on three of five days'],
    [[30, 30], false, 'not on two of five'],
    [[1, 0, 1, 0, 1], true, 'however short'],
    [[0, 0, 0, 0, 0, 90, 90], false, 'not by its weekend'],
    [[37, 37, 37, 37, 37], true, 'a little over'],
    [[38, 38, 38, 37, 37], false, 'not far over'],
    [[30, 30, 30, 0, 0, 200], false, 'nor by a black hole on Saturday'],
    [[], false, 'not where nothing was done'],
  ])('%j: %s, %s', (minutes, kept) => expect(weekKept([], monday, week(...minutes))).toBe(kept))

  it('never by more minutes on the days it was used, and never lost by using one more day within the box', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 7, maxLength: 7 })
    fc.assert(
      fc.property(minutes, fc.nat(4), (spent, day) => {
        const more = spent.map((one, index) => (index === day ? one + 1 : one))
        const total = more.reduce((sum, one) => sum + one, 0)
        if (weekKept([], monday, week(...spent)) && total <= 150) expect(weekKept([], monday, week(...more))).toBe(true)
        if (!weekKept([], monday, week(...spent)) && spent[day]! > 0) expect(weekKept([], monday, week(...more))).toBe(false)
      }),
    )
  })
})
