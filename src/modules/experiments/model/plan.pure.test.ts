import { describe, expect, it } from 'vitest'
import { keptIn, stateOf, unusualWeeks, type Plan, type PostsSeen } from './plan.ts'

const plan: Plan = {
  id: 'p',
  kind: 'on-off',
  channel: 'instagram',
  code: null,
  effect: 50,
  sureness: 'likely',
  ordersPerWeek: 10,
  noise: 1,
  seed: 's',
  begunAt: new Date('2026-11-18T03:00:00Z'),
  calledOffAt: null,
  weeks: [
    { monday: '2026-11-23', arm: 'on' },
    { monday: '2026-11-30', arm: 'off' },
    // The week of 12.12 is left out.
    { monday: '2026-12-14', arm: 'off' },
    { monday: '2027-01-11', arm: 'on' },
  ],
}
const on = (day: string, channel = 'instagram', naming = 0): PostsSeen => ({ day, channel, posts: 1, naming })
const kept = (of: Plan, monday: string, seen: PostsSeen[], today = '2027-02-01') => keptIn(of, of.weeks.find((week) => week.monday === monday)!, seen, today)

describe('a week', () => {
  const before = on('2026-11-01')

  it('on is kept by a post from Monday to Sunday, and broken by none', () => {
    expect(kept(plan, '2026-11-23', [before, on('2026-11-29')])).toMatchObject({ posts: 1, stray: 0, kept: true })
    expect(kept(plan, '2026-11-23', [before, on('2026-11-22'), on('2026-11-30'), on('2026-11-25', 'facebook')])).toMatchObject({ posts: 0, kept: false })
  })

  it('off is broken by a post at once, and kept when it is over', () => {
    expect(kept(plan, '2026-11-30', [before, on('2026-12-01')], '2026-12-01')).toEqual({ when: 'now', posts: 1, stray: 1, kept: false })
    expect(kept(plan, '2026-11-30', [before], '2026-12-06')).toMatchObject({ when: 'now', kept: null })
    expect(kept(plan, '2026-11-30', [before], '2026-12-07')).toMatchObject({ when: 'past', kept: true })
  })

  it('cannot be told of where none of the channel’s posts is ever seen', () => {
    expect(kept(plan, '2026-11-23', [on('2026-11-25', 'facebook')])).toMatchObject({ kept: null })
    expect(kept(plan, '2026-11-30', [])).toMatchObject({ kept: null })
  })

  it('of a voucher is broken where its code is named elsewhere, or in a week without', () => {
    const voucher: Plan = { ...plan, kind: 'voucher', code: 'IG10' }
    expect(kept(voucher, '2026-11-23', [on('2026-11-24', 'instagram', 1), on('2026-11-25', 'facebook')])).toMatchObject({ posts: 1, stray: 0, kept: true })
    expect(kept(voucher, '2026-11-23', [on('2026-11-24', 'facebook', 1)])).toMatchObject({ stray: 1, kept: false })
    expect(kept(voucher, '2026-11-30', [on('2026-12-01', 'instagram', 1)])).toMatchObject({ stray: 1, kept: false })
    expect(kept(voucher, '2026-11-30', [on('2026-11-24', 'instagram', 1), on('2026-12-01')])).toMatchObject({ stray: 0, kept: true })
  })

  it('is not broken by what came after the day it is looked at from', () => {
    expect(kept(plan, '2026-12-14', [before, on('2026-12-15')], '2026-12-10')).toMatchObject({ when: 'ahead', stray: 0, kept: null })
  })
})

describe('a plan', () => {
  it('runs from its first Monday to its last Sunday, over the weeks that are left out', () => {
    expect(['2026-11-22', '2026-11-23', '2026-12-09', '2027-01-17', '2027-01-18'].map((day) => stateOf(plan, day))).toEqual(['ahead', 'running', 'running', 'running', 'over'])
    expect(stateOf({ ...plan, calledOffAt: new Date() }, '2027-01-18')).toBe('called-off')
  })

  it('says which weeks are not as the shop’s weeks are', () => {
    expect([...unusualWeeks([plan])]).toEqual(['2026-11-30', '2026-12-14'])
    expect([...unusualWeeks([{ ...plan, kind: 'voucher' }])]).toEqual(['2026-11-23', '2027-01-11'])
  })
})
