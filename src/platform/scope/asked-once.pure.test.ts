import { expect, it } from 'vitest'
import { askedOnce, type ReadScope } from './index.ts'

const scope = () => ({ workspaceId: 'one' }) as ReadScope
const counted = () => {
  let asked = 0
  return { read: askedOnce(async () => ++asked), asked: () => asked }
}

it('shares what is asked at once within one reading scope, and asks anew afterwards', async () => {
  const { read, asked } = counted()
  const mine = scope()
  expect(await Promise.all([read(mine), read(mine), read(scope())])).toEqual([1, 1, 2])
  expect(await read(mine)).toBe(3)
  expect(asked()).toBe(3)
})

it('asks each time in a scope that writes', async () => {
  const { read } = counted()
  const writing = { ...scope(), announce: async () => {} } as ReadScope
  expect(await Promise.all([read(writing), read(writing)])).toEqual([1, 2])
})

it('does not keep a failure', async () => {
  let fails = true
  const read = askedOnce(async () => {
    if (fails) throw new Error('gone')
    return 'here'
  })
  const mine = scope()
  await expect(read(mine)).rejects.toThrow('gone')
  fails = false
  expect(await read(mine)).toBe('here')
})
