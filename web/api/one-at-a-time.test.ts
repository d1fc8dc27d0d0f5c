import { afterEach, expect, test, vi } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

afterEach(() => void vi.useRealTimers())

/** Askings that take `ms` each by a clock that begins at 0; what was begun is noted. */
function asker(ms: number) {
  vi.useFakeTimers({ now: 0 })
  const begun: string[] = []
  return { begun, askAgain: oneAtATime((topic) => (begun.push(`${topic} ${Date.now()}`), new Promise((resolve) => setTimeout(resolve, ms)))) }
}

test('ten pieces of news while one asking goes on make one more, after the rest', async () => {
  const { begun, askAgain } = asker(100)
  const all = Promise.all(Array.from({ length: 10 }, () => askAgain('visits', 100)))
  await vi.advanceTimersByTimeAsync(1_000)
  await all
  expect(begun).toEqual(['visits 0', 'visits 200'])
  void askAgain('visits')
  expect(begun).toHaveLength(3)
})

test('news during the rest wait for its end; another topic waits for none of it', async () => {
  const { begun, askAgain } = asker(100)
  void askAgain('visits', 100)
  await vi.advanceTimersByTimeAsync(150)
  void askAgain('visits')
  void askAgain('orders')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(begun).toEqual(['visits 0', 'orders 150', 'visits 200'])
})

test('an asking that never ends holds up the next for a while only', async () => {
  vi.useFakeTimers()
  let asked = 0
  const askAgain = oneAtATime(() => (asked++, new Promise(() => {})), 1_000)
  void askAgain('visits')
  void askAgain('visits')
  await vi.advanceTimersByTimeAsync(2_500)
  expect(asked).toBe(2)
})
