import { describe, expect, it, test } from 'vitest'
import { daysOf, dueNow, lastWhole, nextSending, periodBefore, periodOf, sentAt } from './periods.ts'

describe('periods', () => {
  it('has each day in one of each kind', () => {
    expect(periodOf('week', '2026-11-22')).toBe('2026-11-16')
    expect(periodOf('week', '2026-11-23')).toBe('2026-11-23')
    expect(periodOf('quarter', '2026-09-30')).toBe('2026-Q3')
    expect(periodOf('quarter', '2026-10-01')).toBe('2026-Q4')
    expect(periodOf('proof', '2026-12-31')).toBe('2026')
  })

  it('knows their days, and refuses what is none', () => {
    expect(daysOf('week', '2026-12-28')).toEqual({ from: '2026-12-28', to: '2027-01-03' })
    expect(daysOf('quarter', '2026-Q1')).toEqual({ from: '2026-01-01', to: '2026-03-31' })
    expect(daysOf('year', '2024')).toEqual({ from: '2024-01-01', to: '2024-12-31' })
    for (const [kind, period] of [['week', '2026-11-17'], ['week', '2026-02-30'], ['week', '2026'], ['year', '2026-Q1'], ['quarter', '2026-01-01']] as const)
      expect(daysOf(kind, period), `${kind} ${period}`).toBeNull()
  })

  it('goes back one by one', () => {
    expect(periodBefore('week', '2027-01-04')).toBe('2026-12-28')
    expect(periodBefore('quarter', '2027-01-01')).toBe('2026-Q4')
    expect(lastWhole('week', '2026-11-22')).toBe('2026-11-09')
    expect(lastWhole('year', '2027-01-01')).toBe('2026')
  })
})

describe('mornings', () => {
  it("is seven by the shop's own clock, on the first day after", () => {
    expect(sentAt('week', '2026-11-16', 'Asia/Jakarta').toISOString()).toBe('2026-11-23T00:00:00.000Z')
    expect(sentAt('week', '2026-11-16', 'Asia/Jayapura').toISOString()).toBe('2026-11-22T22:00:00.000Z')
    expect(sentAt('quarter', '2026-Q4', 'Asia/Kuala_Lumpur').toISOString()).toBe('2026-12-31T23:00:00.000Z')
  })

  // Clocks go forward on Sunday 29 March 2026 in Berlin, back on Sunday 1 November 2026 in New York.
  test.each([
    ['Europe/Berlin', '2026-03-16', '2026-03-23T06:00:00.000Z'],
    ['Europe/Berlin', '2026-03-23', '2026-03-30T05:00:00.000Z'],
    ['America/New_York', '2026-10-19', '2026-10-26T11:00:00.000Z'],
    ['America/New_York', '2026-10-26', '2026-11-02T12:00:00.000Z'],
  ])('stays seven where clocks change: %s, week of %s', (zone, week, at) => {
    expect(sentAt('week', week, zone).toISOString()).toBe(at)
    const due = new Date(at)
    expect(dueNow('week', zone, new Date(due.getTime() - 1))).toBeNull()
    expect(dueNow('week', zone, due)).toEqual({ period: week, since: due })
    expect(nextSending('week', zone, new Date(due.getTime() - 1))).toEqual(due)
  })

  it('keeps quiet at night, also when it is late, and forgets old news', () => {
    const at = (text: string) => dueNow('week', 'Asia/Jakarta', new Date(`${text}:00+07:00`))?.period ?? null
    expect(at('2026-11-23T06:59')).toBeNull()
    expect(at('2026-11-23T20:59')).toBe('2026-11-16')
    expect(at('2026-11-23T21:00')).toBeNull()
    expect(at('2026-11-24T03:00')).toBeNull()
    expect(at('2026-11-24T07:00')).toBe('2026-11-16')
    expect(at('2026-11-26T07:00')).toBeNull()
    expect(dueNow('year', 'Asia/Jakarta', new Date('2027-01-20T10:00:00+07:00'))?.period).toBe('2026')
  })
})
