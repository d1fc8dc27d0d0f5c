import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readAhead } from './read-ahead.ts'

it('reads a shop once behind the screens that opened it, one after the other, also after one that failed', async () => {
  const [read, failed]: [string[], string[]] = [[], []]
  let reading = 0
  const ahead = readAhead(
    async (shop) => {
      expect(++reading).toBe(1)
      await wait(5)
      reading--
      if (shop === 'broken') throw new Error('gone')
      read.push(shop)
    },
    (shop) => failed.push(shop),
    1,
  )
  for (const shop of ['a', 'a', 'broken', 'b', 'a']) ahead.opened(shop)
  await expect.poll(() => [...read, ...failed]).toEqual(['a', 'b', 'broken'])
  const closed = readAhead(() => Promise.reject(new Error('must not be read')), (shop) => failed.push(shop), 1)
  closed.opened('late')
  closed.close()
  await wait(10)
  expect(failed).toEqual(['broken'])
})
