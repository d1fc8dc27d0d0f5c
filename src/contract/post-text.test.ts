import { expect, test } from 'vitest'
import { finalText } from './post-text.ts'

const link = 'https://toko.example/l/k7mwd'

test('the link stands where the text says, at the end otherwise', () => {
  expect(finalText('Pesan di {link} ya', link)).toBe(`Pesan di ${link} ya`)
  expect(finalText('Sambal baru!\n', link)).toBe(`Sambal baru!\n\n${link}`)
  expect(finalText('', link)).toBe(link)
  expect(finalText('{link} atau {link}', link)).toBe(`${link} atau ${link}`)
})

test('without a link its place goes, with the blank before it', () => {
  expect(finalText('Pesan di {link} ya', null)).toBe('Pesan di ya')
  expect(finalText('Sambal baru! {link}', null)).toBe('Sambal baru!')
  expect(finalText('Baris satu\n{link}\nBaris dua', null)).toBe('Baris satu\n\nBaris dua')
})

test('a text with dollar signs stays as it is', () => {
  expect(finalText('$& {link}', 'https://x/$1')).toBe('$& https://x/$1')
})
