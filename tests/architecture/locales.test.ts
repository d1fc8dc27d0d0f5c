import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { languages, type Language } from '../../src/contract/values.ts'

const root = join(import.meta.dirname, '../../locales')
type Bundle = { [key: string]: string | Bundle }

const namespaces = [...new Set(languages.flatMap((language) => readdirSync(join(root, language))))]
const read = (language: Language, file: string) => flat(JSON.parse(readFileSync(join(root, language, file), 'utf8')))

function flat(bundle: Bundle, path = ''): Map<string, string> {
  const words = new Map<string, string>()
  for (const [key, value] of Object.entries(bundle)) {
    if (typeof value === 'string') words.set(path + key, value)
    else for (const [inner, text] of flat(value, `${path}${key}.`)) words.set(inner, text)
  }
  return words
}

// Only English tells one from many: `orders_one` stands for no key of the others.
const stems = (words: Map<string, string>) => new Set([...words.keys()].map((key) => key.replace(/_(zero|one|other)$/, '')))
const placeholders = (text: string) => [...text.matchAll(/{{-?\s*(\w+)/g)].map((match) => match[1]!).sort()

/** Indonesian words that a Malay reader does not use, or understands as something else. */
const notMalay = [
  'balik modal',
  'bisa',
  'coba',
  'cuma',
  'diunduh',
  'diunggah',
  'gampang',
  'gratis',
  'kantor',
  'karena',
  'kasih tahu',
  'laba',
  'mengunduh',
  'mengunggah',
  'merek',
  'nggak',
  'peramban',
  'rincian',
  'saluran pembayaran',
  'sandi',
  'surel',
  'tautan',
  'tayang',
  'ditayangkan',
  'toko',
  'tombol',
  'uang',
  'unduh',
  'unduhan',
  'unggah',
  'unggahan',
  'urungkan',
]
// A whole word, also with what Malay and Indonesian hang on to one.
const wholeWord = (word: string) => new RegExp(`(?<![\\p{L}-])${word}(?:nya|kan|lah|kah|mu|ku)?(?![\\p{L}-])`, 'iu')

describe.each(namespaces)('%s', (file) => {
  const words = Object.fromEntries(languages.map((language) => [language, read(language, file)])) as Record<Language, Map<string, string>>

  it('has the same keys in every language', () => {
    const expected = [...stems(words.id)].sort()
    expect([...stems(words.ms)].sort()).toEqual(expected)
    expect([...stems(words.en)].sort()).toEqual(expected)
  })

  it('leaves nothing unsaid', () => {
    const empty = languages.flatMap((language) => [...words[language]].filter(([, text]) => text.trim() === '').map(([key]) => `${language}: ${key}`))
    expect(empty).toEqual([])
  })

  it('has a plural form for one and for many in English', () => {
    const counted = new Set([...words.en.keys()].filter((key) => /_(one|other)$/.test(key)).map((key) => key.replace(/_(one|other)$/, '')))
    const lacking = [...counted].filter((key) => !words.en.has(`${key}_one`) || !words.en.has(`${key}_other`))
    expect(lacking).toEqual([])
  })

  it('keeps every placeholder in translation', () => {
    for (const [key, text] of words.id) {
      const stem = key.replace(/_(zero|one|other)$/, '')
      for (const language of ['ms', 'en'] as const) {
        const translated = words[language].get(key) ?? words[language].get(`${stem}_other`) ?? words[language].get(stem)
        expect({ key, language, placeholders: placeholders(translated ?? '') }).toEqual({ key, language, placeholders: placeholders(text) })
      }
    }
  })

  it('is Malay in ms, not Indonesian with changed letters', () => {
    const found = [...words.ms].flatMap(([key, text]) => notMalay.filter((word) => wholeWord(word).test(text)).map((word) => `${key}: ${word}`))
    expect(found).toEqual([])
  })
})
