import { expect, test } from 'vitest'
import { orderedAtOf } from './when.ts'

const now = new Date('2026-11-18T18:30:00Z')
const at = (given?: string | Date) => orderedAtOf(given, 'Asia/Jakarta', now)

test('today is now, an earlier day is its noon, in the zone of the shop', () => {
  expect(at()).toEqual(now)
  // In Jakarta it is the 19th already.
  expect(at('2026-11-19')).toEqual(now)
  expect(at('2026-11-18')).toEqual(new Date('2026-11-18T05:00:00Z'))
  expect(at('2026-11-01T01:02:03Z')).toEqual(new Date('2026-11-01T01:02:03Z'))
})

test('what has not happened yet is no order', () => {
  expect(at('2026-11-20')).toMatchObject({ refused: 'shop.time-in-future' })
  expect(at('2026-11-18T18:40:00Z')).toMatchObject({ refused: 'shop.time-in-future' })
  expect(at('2026-11-18T18:33:00Z')).toBeInstanceOf(Date)
})
