import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marginOf } from './margin.ts'

test('the margin is what goods, packing and fees leave', () => {
  expect(marginOf(76_000, [{ quantity: 2, cost: 21_000 }], 0)).toBe(34_000)
  expect(marginOf(76_000, [{ quantity: 2, cost: 21_000 }], 6_000)).toBe(28_000)
  expect(marginOf(20_000, [{ quantity: 1, cost: 21_000 }], 0)).toBe(-1_000)
})

test('one unknown cost makes it unknown, never the whole amount', () => {
  expect(marginOf(76_000, [], 0)).toBeNull()
  expect(marginOf(76_000, [{ quantity: 1, cost: 0 }, { quantity: 1, cost: null }], 0)).toBeNull()
  expect(marginOf(76_000, [{ quantity: 1, cost: 21_000 }], null)).toBeNull()
})

test('a margin never exceeds the amount', () => {
  const line = fc.record({ quantity: fc.nat(100), cost: fc.option(fc.nat(1_000_000), { nil: null }) })
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.array(line), fc.option(fc.nat(1_000_000), { nil: null }), (amount, lines, fees) => {
      expect(marginOf(amount, lines, fees) ?? -1).toBeLessThanOrEqual(amount)
    }),
  )
})
