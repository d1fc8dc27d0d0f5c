import { expect, test } from 'vitest'
import { refuse } from '../refusal/index.ts'
import { problemOf } from './problem.ts'

test('what is no whole number has the comma or point of its reader', () => {
  const titleIn = (language: 'id' | 'en') => problemOf(refuse('experiments.too-long', { values: { orders: 1.1, weeks: 1040 } }), new Map(), language).title
  expect([titleIn('id'), titleIn('en')]).toEqual(['Dengan 1,1 pesanan seminggu, perlu 1040 minggu.', 'With 1.1 orders a week you would need 1040 weeks.'])
})
