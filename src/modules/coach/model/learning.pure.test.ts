import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liking, OUTCOME_DAYS, ordersBrought, shrunk, type Doing, type Traced } from './learning.ts'

const DAY = 86_400_000
const day = (n: number) => new Date(Date.UTC(2026, 10, 1) + n * DAY)
const doing = (id: string, at: number, of: string): Doing => ({ id, at: day(at), trace: { by: 'post', of } })
const order = (id: string, at: number, ...of: string[]): Traced => ({ id, orderedAt: day(at), traces: of.map((one) => ({ by: 'post' as const, of: one })) })

describe('a chance', () => {
  it('is the published one until something was done, and moves by what it brought', () => {
    expect(shrunk(0.1, { done: 0, orders: 0 })).toBe(0.1)
    // Twenty doings weigh as much as the supposition.
    expect(shrunk(0.1, { done: 20, orders: 10 })).toBeCloseTo(0.3, 12)
    expect(shrunk(0.1, { done: 20, orders: 0 })).toBeCloseTo(0.05, 12)
  })

  it('stands between the supposition and what was seen, and nearer to what was seen the more there is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (prior, done, share) => {
        const orders = Math.floor(share * done)
        const chance = shrunk(prior, { done, orders })
        const seen = orders / done
        expect(chance).toBeGreaterThanOrEqual(Math.min(prior, seen) - 1e-12)
        expect(chance).toBeLessThanOrEqual(Math.max(prior, seen) + 1e-12)
        expect(Math.abs(shrunk(prior, { done: done * 2, orders: orders * 2 }) - seen)).toBeLessThanOrEqual(Math.abs(chance - seen) + 1e-12)
      }),
    )
  })
})

describe('what a member called of no use', () => {
  it('counts less, and is forgotten slowly', () => {
    expect(liking([])).toBe(1)
    expect(liking([0])).toBe(0.5)
    expect(liking([0, 0])).toBeCloseTo(1 / 3, 12)
    expect(liking([30])).toBeCloseTo(2 / 3, 12)
  })

  it('never comes to nothing, and only ever grows back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 30 }), (days) => {
        expect(liking(days)).toBeGreaterThan(0)
        expect(liking(days.map((one) => one + 1))).toBeGreaterThanOrEqual(liking(days))
        expect(liking([...days, 0])).toBeLessThan(liking(days))
      }),
    )
  })
})

describe('what was done brought', () => {
  it('the order that came through it within a week', () => {
    expect([...ordersBrought([doing('a', 0, 'p')], [order('x', 3, 'p')])]).toEqual([['a', 'x']])
    expect(ordersBrought([doing('a', 0, 'p')], [order('x', 7.01, 'p')]).size).toBe(0)
    expect(ordersBrought([doing('a', 4, 'p')], [order('x', 3, 'p')]).size).toBe(0)
    expect(ordersBrought([doing('a', 0, 'p')], [order('x', 3, 'q')]).size).toBe(0)
  })

  it('it once: the last doing before it', () => {
    expect([...ordersBrought([doing('a', 0, 'p'), doing('b', 2, 'p')], [order('x', 3, 'p')])]).toEqual([['b', 'x']])
    expect([...ordersBrought([doing('a', 0, 'p')], [order('x', 3, 'p'), order('y', 1, 'p')])]).toEqual([['a', 'y']])
  })

  it('no order twice, none too early or too late, and the same whatever the order of asking', () => {
    const subjects = fc.constantFrom('p', 'q', 'r')
    const doings = fc.array(fc.tuple(fc.nat(20), subjects), { maxLength: 12 }).map((list) => list.map(([at, of], index) => doing(`d${index}`, at, of)))
    const orders = fc.array(fc.tuple(fc.nat(30), fc.array(subjects, { maxLength: 2 })), { maxLength: 12 }).map((list) => list.map(([at, of], index) => order(`o${index}`, at + 0.5, ...of)))
    fc.assert(
      fc.property(doings, orders, (done, came) => {
        const brought = ordersBrought(done, came)
        expect(new Set(brought.values()).size).toBe(brought.size)
        for (const [doingId, orderId] of brought) {
          const one = done.find(({ id }) => id === doingId)!
          const its = came.find(({ id }) => id === orderId)!
          const days = (its.orderedAt.getTime() - one.at.getTime()) / DAY
          expect(days > 0 && days <= OUTCOME_DAYS).toBe(true)
          expect(its.traces).toContainEqual(one.trace)
        }
        expect(ordersBrought([...done].reverse(), [...came].reverse())).toEqual(brought)
      }),
    )
  })
})
