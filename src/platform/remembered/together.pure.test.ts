import { expect, test } from 'vitest'
import { together } from './together.ts'

const tick = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms))

test('who asks at once shares a look; whoever comes during one waits for the next, and shares that', async () => {
  const ask = together<number>()
  let looks = 0
  const begun = new EventTarget()
  const look = async () => {
    const mine = ++looks
    begun.dispatchEvent(new Event('look'))
    await tick()
    return mine
  }
  const first = [ask('a', look), ask('a', look)]
  await new Promise((resolve) => begun.addEventListener('look', resolve, { once: true }))
  const later = [ask('a', look), ask('a', look), ask('b', () => Promise.resolve(7))]
  expect(await Promise.all([...first, ...later])).toEqual([1, 1, 2, 2, 7])
  expect(await ask('a', look)).toBe(3)
})

test('a failure is told to those who waited for it, and no other', async () => {
  const ask = together<string>()
  let begun = () => {}
  const beginning = new Promise<void>((resolve) => (begun = resolve))
  const fails = async () => {
    begun()
    await tick()
    throw new Error('gone')
  }
  const first = [ask('a', fails), ask('a', fails)]
  await beginning
  const answers = await Promise.allSettled([...first, ask('a', () => Promise.resolve('back'))])
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual(['failed', 'failed', 'back'])
  await expect(ask('a', fails)).rejects.toThrow('gone')
})
