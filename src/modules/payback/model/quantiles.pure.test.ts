import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quantileAmong, quantileOf } from './quantiles.ts'

it('is the same among draws in any order as of sorted ones, also where many are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.constantFrom(0, 1, 2)), { minLength: 1, maxLength: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      // There is a zero below zero; it is the same amount.
      expect(quantileAmong(Float64Array.from(values), share) + 0).toBe(quantileOf(Float64Array.from(values).sort(), share) + 0)
    }),
    { numRuns: 500 },
  )
})
