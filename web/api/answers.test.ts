import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Answers } from './answers'
import { Offline, ProblemError } from './problem'
import { keepSame } from './same'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

/** A question whose answers take 10 ms each; what was begun is noted. */
function question(answer: (nth: number) => unknown = (nth) => nth) {
  const answers = new Answers()
  const begun: AbortSignal[] = []
  const ask = async (signal: AbortSignal) => {
    const nth = begun.push(signal)
    await new Promise((resolve) => setTimeout(resolve, 10))
    return answer(nth)
  }
  return { answers, begun, asked: () => answers.to(['GET /orders'], 'orders', ask) }
}

test('asks once for all who wait, and again only after a minute', async () => {
  const { begun, asked } = question()
  const leave = [asked().wait(), asked().wait()]
  await vi.advanceTimersByTimeAsync(20)
  expect(asked().said).toMatchObject({ data: 1, error: null })
  for (const one of leave) one()
  await vi.advanceTimersByTimeAsync(59_000)
  asked().wait()()
  expect(begun).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  asked().wait()
  await vi.advanceTimersByTimeAsync(20)
  expect(asked().said.data).toBe(2)
})

test('what was on its way before a change is not taken for what is true after it', async () => {
  const { answers, begun, asked } = question()
  asked().wait()
  await vi.advanceTimersByTimeAsync(5)
  await Promise.all([...answers.about(['orders']).map((answer) => answer.doubt()), vi.advanceTimersByTimeAsync(20)])
  expect(begun.map((signal) => signal.aborted)).toEqual([true, false])
  expect(asked().said.data).toBe(2)
})

test('who waits for an asking that a newer one took the place of has the newer one, and waits no longer', async () => {
  const answers = new Answers()
  let nth = 0
  const asked = answers.to(['GET /timer'], 'timer', (signal) => {
    const mine = ++nth
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      setTimeout(() => resolve(mine), 10)
    })
  })
  asked.wait()
  await vi.advanceTimersByTimeAsync(20)
  let shown: unknown
  void asked.doubt().then(() => (shown = asked.said.data))
  await vi.advanceTimersByTimeAsync(5)
  void asked.doubt()
  await vi.advanceTimersByTimeAsync(11)
  expect(shown).toBe(3)
})

test('a change nobody waits for is asked about when somebody comes', async () => {
  const { answers, begun, asked } = question()
  asked().wait()()
  expect(begun[0]!.aborted).toBe(true)
  for (const answer of answers.about([])) await answer.doubt()
  expect(begun).toHaveLength(1)
  asked().wait()
  await vi.advanceTimersByTimeAsync(20)
  expect(asked().said.data).toBe(2)
})

test('what was not reached is tried three times, a refusal once; the answer before stays', async () => {
  let problem: unknown
  const { begun, asked } = question((nth) => {
    if (problem) throw problem
    return nth
  })
  asked().wait()
  await vi.advanceTimersByTimeAsync(20)
  problem = new Offline('away')
  void asked().again()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toHaveLength(4)
  expect(asked().said).toMatchObject({ data: 1, error: problem })
  problem = new ProblemError({ type: 'about:blank', code: 'shop.order-unknown', status: 404, title: 'Gone' })
  void asked().again()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toHaveLength(5)
  expect(asked().said).toMatchObject({ data: 1, error: problem })
})

test('forgets what nobody came back to for ten minutes', async () => {
  const { answers, begun, asked } = question()
  const leave = asked().wait()
  await vi.advanceTimersByTimeAsync(11 * 60_000)
  answers.to(['another'], 'more', async () => {})
  expect(answers.about(['orders'])).toHaveLength(1)
  leave()
  await vi.advanceTimersByTimeAsync(11 * 60_000)
  answers.to(['a third'], 'more', async () => {})
  expect(answers.about(['orders'])).toHaveLength(0)
  expect(begun).toHaveLength(1)
})

test('a new answer is made of the old one’s parts where they say the same', () => {
  const before = { a: [{ x: 1 }, { x: 2 }], b: null as unknown }
  expect(keepSame(before, structuredClone(before))).toBe(before)
  const after = keepSame(before, { a: [{ x: 1 }, { x: 3 }], b: { y: 1 } }) as typeof before
  expect(after).toEqual({ a: [{ x: 1 }, { x: 3 }], b: { y: 1 } })
  expect(after.a[0]).toBe(before.a[0])
  expect(keepSame(before, { a: before.a })).toEqual({ a: before.a })
  expect(keepSame([1, 2], [1])).toEqual([1])
  expect(keepSame({ a: undefined }, { b: undefined })).toEqual({ b: undefined })
})
