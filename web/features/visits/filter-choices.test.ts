import { expect, it } from 'vitest'
import { choicesOf } from './filter-choices'

it('offers what was found, in its order, also where some of it is picked', () => {
  expect(choicesOf(['id-1', 'id-2', 'id-3'], [])).toEqual(['id-1', 'id-2', 'id-3'])
  expect(choicesOf(['id-1', 'id-2', 'id-3'], ['id-3', 'id-1'])).toEqual(['id-1', 'id-2', 'id-3'])
})

it('keeps in sight what was picked and is not among what is sought now', () => {
  expect(choicesOf(['id-57'], ['id-2', 'id-50'])).toEqual(['id-2', 'id-50', 'id-57'])
  expect(choicesOf([], ['id-2'])).toEqual(['id-2'])
})
