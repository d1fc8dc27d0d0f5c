import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { draw } from './schedule.ts'
import { clearWeeksFrom } from './weeks.ts'

const mondays = clearWeeksFrom('ID', '2026-11-23', 12)
const pairs = { weeks: 12, silent: 6 }
const arms = (seed: string) => draw('on-off', pairs, mondays, seed).map(({ arm }) => arm)

describe('the draw', () => {
  it('comes out the same by the same seed, and otherwise by another', () => {
    expect(arms('a')).toEqual(arms('a'))
    expect(new Set(['a', 'b', 'c', 'd', 'e'].map((seed) => arms(seed).join())).size).toBeGreaterThan(3)
  })

  it('gives each pair of neighbours one week on and one off, by the coin that the guide describes', () => {
    const drawn = arms('0123456789abcdef')
    for (let pair = 0; pair < 6; pair++) {
      const even = createHash('sha256').update(`0123456789abcdef:${pair}`).digest()[0]! % 2 === 0
      expect(drawn.slice(2 * pair, 2 * pair + 2)).toEqual(even ? ['on', 'off'] : ['off', 'on'])
    }
  })

  it('is a fair coin', () => {
    const first = Array.from({ length: 2000 }, (_, seed) => draw('voucher', { weeks: 2, silent: 1 }, mondays.slice(0, 2), String(seed))[0]!.arm)
    const heads = first.filter((arm) => arm === 'on').length
    expect(heads).toBeGreaterThan(900)
    expect(heads).toBeLessThan(1100)
  })

  it('begins a pause in one of the first three weeks, and keeps it whole', () => {
    const starts = new Set<number>()
    for (let seed = 0; seed < 60; seed++) {
      const drawn = draw('pause', { weeks: 6, silent: 4 }, mondays.slice(0, 6), String(seed)).map(({ arm }) => arm)
      const start = drawn.indexOf('off')
      starts.add(start)
      expect(drawn.filter((arm) => arm === 'off')).toHaveLength(4)
      expect(drawn.lastIndexOf('off') - start).toBe(3)
    }
    expect([...starts].sort()).toEqual([0, 1, 2])
  })

  it('takes clear weeks only', () => {
    const days = draw('on-off', pairs, mondays, 'a').map(({ monday }) => monday)
    expect(days).toEqual([...new Set(days)].sort())
    expect(days).not.toContain('2026-12-21')
    expect(days.some((monday) => monday >= '2027-02-01' && monday <= '2027-03-15')).toBe(false)
  })
})
