import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slipsOf } from './slips.ts'

const codes = fc.stringMatching(/^[bcdfghjkmnpqrtvwxyz2346789]{5,7}$/)

test('a slip is found from both of its ends', () => {
  fc.assert(
    fc.property(codes, fc.nat(), (code, pick) => {
      const slips = slipsOf(code)
      expect(slips).not.toContain(code)
      expect(slipsOf(slips[pick % slips.length]!)).toContain(code)
    }),
  )
})

test('of four kinds, and no more than one at a time', () => {
  const slips = slipsOf('k7mwd')
  for (const slip of ['k7mwb', 'k7md', 'k7mmwd', 'k7wmd']) expect(slips).toContain(slip)
  for (const other of ['k7mwd', 'k7mbb', 'kmw', '7kwmd']) expect(slips).not.toContain(other)
})
