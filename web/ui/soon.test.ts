import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { soon } from './soon.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('work is done one piece at a time in its order, also what is asked for meanwhile, and what is called off is not', () => {
  const done: string[] = []
  soon(() => {
    done.push('first')
    soon(() => done.push('asked for meanwhile'))
  })
  soon(() => done.push('second'))
  soon(() => done.push('called off'))()
  expect(done).toEqual([])
  vi.advanceTimersToNextTimer()
  expect(done).toEqual(['first'])
  vi.runAllTimers()
  expect(done).toEqual(['first', 'second', 'asked for meanwhile'])
})

test('a piece that throws holds up none of those behind it, nor any that come later', () => {
  const done: string[] = []
  soon(() => {
    throw new Error('broken')
  })
  soon(() => done.push('behind it'))
  expect(() => vi.advanceTimersToNextTimer()).toThrow('broken')
  vi.runAllTimers()
  soon(() => done.push('later'))
  vi.runAllTimers()
  expect(done).toEqual(['behind it', 'later'])
})
