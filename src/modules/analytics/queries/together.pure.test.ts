import { expect, test } from 'vitest'
import { together } from './together.ts'

const tick = () => new Promise((resolve) => setTimeout(resolve, 5))

test('whoever comes during a look waits for the next one, and shares it', async () => {
  const ask = together<number>()
  let looks = 0
  const look = async () => {
    const mine = ++looks
    await tick()
    return mine
  }
  expect(await Promise.all([ask('a', look), ask('a', look), ask('a', look), ask('b', look)])).toEqual([1, 3, 3, 2])
  expect(await ask('a', look)).toBe(4)
})

test('a failure is told to those who waited for it, and no other', async () => {
  const ask = together<string>()
  const fails = async () => {
    await tick()
    throw new Error('gone')
  }
  const answers = await Promise.allSettled([ask('a', fails), ask('a', () => Promise.resolve('back')), ask('a', fails)])
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual(['failed', 'back', 'back'])
  await expect(ask('a', fails)).rejects.toThrow('gone')
})
