import { expect, test } from 'vitest'
import { together } from './together.ts'

const tick = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms))

test('who asks at once shares a look at all that they want; whoever comes during one waits for the next, and shares that', async () => {
  const ask = together<string, string>()
  let looks = 0
  const begun = new EventTarget()
  const look = async (all: readonly string[]) => {
    const mine = `${++looks}: ${all.join()}`
    begun.dispatchEvent(new Event('look'))
    await tick()
    return mine
  }
  const first = [ask('a', 'x', look), ask('a', 'y', look)]
  await new Promise((resolve) => begun.addEventListener('look', resolve, { once: true }))
  const later = [ask('a', 'z', look), ask('a', 'x', look), ask('b', 'x', (all) => Promise.resolve(`of b: ${all.join()}`))]
  expect(await Promise.all([...first, ...later])).toEqual(['1: x,y', '1: x,y', '2: z,x', '2: z,x', 'of b: x'])
  expect(await ask('a', 'y', look)).toBe('3: y')
})

test('a failure is told to those who waited for it, and no other', async () => {
  const ask = together<string, string>()
  let begun = () => {}
  const beginning = new Promise<void>((resolve) => (begun = resolve))
  const fails = async () => {
    begun()
    await tick()
    throw new Error('gone')
  }
  const first = [ask('a', 'x', fails), ask('a', 'y', fails)]
  await beginning
  const answers = await Promise.allSettled([...first, ask('a', 'x', () => Promise.resolve('back'))])
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual(['failed', 'failed', 'back'])
  await expect(ask('a', 'x', fails)).rejects.toThrow('gone')
})
