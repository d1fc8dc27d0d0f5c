import { expect, it } from 'vitest'
import { choicesOf } from './filter-choices'

const posts = Array.from({ length: 60 }, (_, index) => ({ value: `id-${index}`, label: `Promo ${index}` }))

it('offers those with most visitors first, and says that there are more', () => {
  const { shown, more } = choicesOf(posts, { search: ' ', picked: [], most: 40 })
  expect(shown).toEqual(posts.slice(0, 40))
  expect(more).toBe(true)
  expect(choicesOf(posts.slice(0, 40), { search: '', picked: [], most: 40 }).more).toBe(false)
})

it('finds one far down by its name, and keeps in sight what was picked', () => {
  const { shown, more } = choicesOf(posts, { search: 'PROMO 57', picked: ['id-2', 'id-50'], most: 40 })
  expect(shown.map(({ value }) => value)).toEqual(['id-2', 'id-50', 'id-57'])
  expect(more).toBe(false)
  expect(choicesOf(posts, { search: 'Diskon', picked: [], most: 40 }).shown).toEqual([])
})
