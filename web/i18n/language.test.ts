import { expect, it } from 'vitest'
import { languageOf } from './language'

it('takes what was asked for before what the browser accepts', () => {
  expect(languageOf('ms', 'en-GB,en;q=0.9')).toBe('ms')
  expect(languageOf(null, 'de-DE,ms-MY;q=0.8,id;q=0.5')).toBe('ms')
  expect(languageOf(undefined, 'en-US')).toBe('en')
})

it('speaks Indonesian where nothing else is known', () => {
  expect(languageOf(null, null)).toBe('id')
  expect(languageOf('xx', 'de,fr')).toBe('id')
  expect(languageOf('<script>', '')).toBe('id')
})
