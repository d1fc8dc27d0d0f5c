import { expect, test } from 'vitest'
import { isId, newId } from './index.ts'

test('ids tell their millisecond and sort as they were made, also within one', () => {
  const at = Date.UTC(2026, 10, 30, 12)
  const made = [...Array.from({ length: 1000 }, () => newId(at)), ...Array.from({ length: 1000 }, () => newId(at + 1))]
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
  for (const id of made) {
    expect(isId(id)).toBe(true)
    expect(id[14]).toBe('7')
    expect('89ab').toContain(id[19])
  }
  expect(parseInt(made[0]!.replaceAll('-', '').slice(0, 12), 16)).toBe(at)
})

test('more than a millisecond can count are ids all the same', () => {
  const made = Array.from({ length: 5000 }, () => newId(0))
  expect(new Set(made).size).toBe(made.length)
  expect(made.every(isId)).toBe(true)
})
