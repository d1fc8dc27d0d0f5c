import { expect, test } from 'vitest'
import { recordKey } from './record-key.ts'

test('a key is a TID: thirteen letters that sort by time, the first of which leaves the top bit free', () => {
  const keys = [1_000_000_000_000, 1_700_000_000_000, 1_795_000_000_000, 1_795_000_000_001].map((at) => recordKey(new Date(at)))
  for (const key of keys) expect(key).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/)
  expect([...keys].sort()).toEqual(keys)
})
