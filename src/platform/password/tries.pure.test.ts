import { expect, test } from 'vitest'
import { stoppedClock } from '#platform/clock'
import { openTries } from './index.ts'

test('a thing that was tried too often stays closed, however many come to it from elsewhere', () => {
  const tries = openTries(stoppedClock('2026-11-22T03:00:00Z'))
  for (let n = 0; n < 100; n++) expect(tries.take('a link', `203.0.113.${n}`)).toBe(true)
  for (let n = 0; n < 20_000; n++) expect(tries.take('a link', `2001:db8:${n.toString(16)}`)).toBe(false)
})
