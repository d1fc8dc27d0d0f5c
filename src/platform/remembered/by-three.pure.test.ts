import { expect, test } from 'vitest'
import { rememberedByThree } from './index.ts'

test('an answer is of all three texts, found once, and found anew after as many as are kept', () => {
  const asked: string[] = []
  const answer = rememberedByThree(3, (one, two, three) => {
    asked.push(`${one}${two}${three}`)
    return `${one}-${two}-${three}`
  })
  for (const [one, two, three] of ['abc', 'abd', 'xbc', 'abc', 'abd', 'xbc'] as unknown as [string, string, string][]) expect(answer(one, two, three)).toBe(`${one}-${two}-${three}`)
  expect(asked).toEqual(['abc', 'abd', 'xbc'])
  expect(answer('', 'abc', '')).toBe('-abc-')
  expect(answer('abc', '', '')).toBe('abc--')
  expect(answer('a', 'b', 'c')).toBe('a-b-c')
  expect(asked).toEqual(['abc', 'abd', 'xbc', 'abc', 'abc', 'abc'])
})
