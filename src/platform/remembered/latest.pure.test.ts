import { expect, it } from 'vitest'
import { latest } from './index.ts'

it('finds an answer once a version, and lets whoever asks meanwhile wait for the same one', async () => {
  const ask = latest<string>(2)
  let found = 0
  const find = (answer: string) => async () => {
    found++
    return answer
  }
  expect(await Promise.all([ask('a', '1', find('one')), ask('a', '1', find('other'))])).toEqual(['one', 'one'])
  expect(await ask('a', '2', find('two'))).toBe('two')
  expect(await ask('a', '1', find('again'))).toBe('again')
  expect(found).toBe(3)
  expect(['a', 'b'].map((about) => ask.knows(about))).toEqual([true, false])
})

it('keeps only the last few that were asked about, and no failure', async () => {
  const ask = latest<string>(2)
  const find = (answer: string) => () => Promise.resolve(answer)
  for (const about of ['a', 'b', 'a', 'c']) await ask(about, '1', find('first'))
  expect(await Promise.all(['a', 'c'].map((about) => ask(about, '1', find('new'))))).toEqual(['first', 'first'])
  expect(await ask('b', '1', find('new'))).toBe('new')
  await expect(ask('d', '1', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(await ask('d', '1', find('back'))).toBe('back')
})
