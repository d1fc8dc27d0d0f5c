import { expect, test } from 'vitest'
import { textBytes, textExcess, textLength } from './text-length.ts'

const family = '👨‍👩‍👧‍👦'

test('an emoji is one grapheme, however many code points it is made of', () => {
  expect(textLength(family, 'graphemes')).toBe(1)
  expect(textLength(family, 'characters')).toBe(7)
  expect(textLength('🇮🇩👍🏽é', 'graphemes')).toBe(3)
})

test('bytes are counted as UTF-8 writes them', () => {
  for (const text of ['', 'sambal', 'é', '—', family, '🇮🇩', '\ud800'])
    expect(textBytes(text), text).toBe(Buffer.byteLength(text, 'utf8'))
})

test('a text is over by what it is over, in either limit', () => {
  const limit = { most: 300, unit: 'graphemes', mostBytes: 3000 } as const
  expect(textExcess('a'.repeat(300), limit)).toBe(0)
  expect(textExcess('a'.repeat(301), limit)).toBe(1)
  // 200 families are 200 graphemes, and 5,000 bytes.
  expect(textExcess(family.repeat(200), limit)).toBe(2000)
  expect(textExcess('a'.repeat(9999), { most: null, unit: 'characters', mostBytes: null })).toBe(0)
})
