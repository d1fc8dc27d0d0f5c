import { beforeEach, expect, test } from 'vitest'
import { answerTo, forgetAnswers, hear, isAnswered, isUndone, untilAnswered } from './answers'

beforeEach(forgetAnswers)

test('an answer that comes while it is waited for is had, and one that does not is not waited for longer than said', async () => {
  const coming = untilAnswered('one', 60_000)
  hear({ sent: [{ key: 'other', answer: 1 }] })
  hear({ sent: [{ key: 'one', answer: 2 }] })
  await coming
  expect(answerTo('one')).toBe(2)
  await untilAnswered('never', 5)
  expect(isAnswered('never')).toBe(false)
})

test('what was taken off the phone elsewhere counts as undone, and has no answer', async () => {
  const coming = untilAnswered('one', 60_000)
  hear({ sent: [], undone: ['one'] })
  await coming
  expect([isUndone('one'), isAnswered('one')]).toEqual([true, false])
})

test('the latest are remembered, the oldest go, and signing out leaves none', () => {
  hear({ sent: Array.from({ length: 120 }, (_, key) => ({ key: String(key), answer: key })) })
  expect([isAnswered('0'), isAnswered('119')]).toEqual([false, true])
  forgetAnswers()
  expect(isAnswered('119')).toBe(false)
})
