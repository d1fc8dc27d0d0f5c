import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '#contract/values.ts'
import { chatCodesIn, isChatCode, makeChatCode, readChatCode } from './chat-code.ts'
import { openingOf } from '../chats/index.ts'

/** Codes as a shop gets them one after another, from a stream of numbers that the property chooses. */
function codesOfShop(count: number, seed: number): string[] {
  let state = seed >>> 0
  const pick = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const inUse = new Set<string>()
  for (let made = 0; made < count; made++) inUse.add(makeChatCode(inUse, pick))
  return [...inUse]
}

const many = codesOfShop(1200, 7)
const anyCode = fc.constantFrom(...many)

describe('makeChatCode', () => {
  it('begins short, and grows with a check letter when half of the short ones are taken', () => {
    expect(many).toHaveLength(1200)
    expect(many[0]).toMatch(/^[A-Z][2-9]$/)
    expect(many.filter((code) => code.length === 2).length).toBeGreaterThanOrEqual(30)
    expect(many.filter((code) => code.length === 4).length).toBeGreaterThan(700)
    expect(many.at(-1)).toMatch(/^[A-Z][2-9]{3}[A-Z]$/)
    expect(many.every(isChatCode)).toBe(true)
  })

  it('never makes one twice, nor one that could be read as something else', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 80 }), (seed, count) => {
        const codes = codesOfShop(count, seed)
        expect(new Set(codes).size).toBe(count)
        for (const code of codes) expect(code).not.toMatch(/[AEIOUBGLQSZ01]|^[DHX]\d$|^(F4|K3|M3|P3)$/)
      }),
    )
  })
})

describe('isChatCode', () => {
  it('finds every wrong character and every change of neighbours in a code with a check letter', () => {
    const long = fc.constantFrom(...many.filter((code) => code.length > 2))
    fc.assert(
      fc.property(long, fc.nat(), fc.constantFrom(...'CDFHJKMNPRTWY23456789'), (code, where, other) => {
        const at = where % code.length
        const wrong = code.slice(0, at) + other + code.slice(at + 1)
        if (wrong !== code) expect(isChatCode(wrong)).toBe(false)
        const next = at + 1
        if (next < code.length && code[at] !== code[next]) {
          const swapped = code.slice(0, at) + code[next] + code[at] + code.slice(next + 1)
          expect(isChatCode(swapped)).toBe(false)
        }
      }),
    )
  })
})

describe('chatCodesIn', () => {
  it.each([
    ['Halo, saya tertarik (K7)', 'K7'],
    ['halo saya tertarik (k7)', 'K7'],
    ['Halo, saya tertarik ( K 7 ) kak', 'K7'],
    ['Halo saya tertarik [K7]', 'K7'],
    ['Halo saya tertarik （Ｋ７）', 'K7'],
    ['(K7) masih ada?', 'K7'],
    ['*(K7)* _ready_?', 'K7'],
    ['kode k7 ya kak', 'K7'],
    ['kode: K 7', 'K7'],
    ['Kod K7', 'K7'],
    ['k7', 'K7'],
    ['K 7', 'K7'],
    [' k7. ', 'K7'],
    ['Halo kak, K7 masih ready?', 'K7'],
    ['mau sambal yang level 2, K7', 'K7'],
    ['Halo (K7), mau 2 botol. Kirim ke Blok C6 no 3', 'K7'],
    ['Halo,\nsaya tertarik\n(K7)', 'K7'],
    ['Hello, I’m interested (K\u200b7)', 'K7'],
  ])('%j carries %s', (text, code) => expect(readChatCode(text)).toBe(code))

  it.each([
    '',
    'Halo kak, masih ada?',
    'Assalamualaikum, nak tempah 2 balang',
    'pesan 3 botol ya (2 pedas, 1 sedang)',
    'ukuran M6 ada?',
    'Alamat: Perum Griya, Blok K7 No 12',
    'Jl. K7 Kotagede',
    'rumah no. K7',
    'Samsung J7',
    'kertas F4 dan A4',
    'K3 dan P3K',
    'ada J7 atau J8?',
    'HP J8',
    'lulusan D3 / S1',
    'sambal x2',
    'https://toko.id/K7',
    'a.k7@mail.com',
    'K7/2',
    'K7.5',
    'K7-8',
    'SK7',
    'K77',
    'K7K',
    'T6 atau T7?',
    '50rb (2pcs)',
    '(2)',
    '(terima kasih)',
    '(D3)',
    '08123456789',
  ])('%j carries none', (text) => expect(chatCodesIn(text)).toEqual([]))

  it('reads back what a link writes, in every language, however the buyer treats case and blanks', () => {
    const blank = fc.constantFrom('', ' ', '  ')
    fc.assert(
      fc.property(
        anyCode,
        fc.constantFrom(...languages),
        fc.option(fc.constantFrom('Halo, mau pesan sambal bawang 150 g', 'Nak 2 balang kuih', 'Order #12, 3 jars'), { nil: null }),
        fc.array(blank, { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom('', ' Terima kasih!', '\nAlamat: Jl. Mawar 5', ' 👍'),
        (code, language, message, blanks, small, after) => {
          const text = openingOf(language, message, code).text
          expect(text).toContain(`(${code})`)
          const loosened = `(${blanks[0]}${[...code].map((character, index) => character + (index < code.length - 1 && blanks[index + 1] ? ' ' : '')).join('')}${blanks[5]})`
          const sent = text.replace(`(${code})`, loosened) + after
          expect(readChatCode(small ? sent.toLowerCase() : sent)).toBe(code)
        },
      ),
    )
  })

  it('finds nothing in words without digits, and never throws', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz ,.()[]!?-') })
    fc.assert(fc.property(letters, (text) => chatCodesIn(text).length === 0))
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => chatCodesIn(text).every(isChatCode)))
  })

  it('stays quick on a text made to slow it down', () => {
    const started = performance.now()
    for (const text of ['('.repeat(50_000), `(${'K 7'.repeat(20_000)}`, 'K'.repeat(50_000), `kode ${' '.repeat(50_000)}K7`, '2 '.repeat(30_000)])
      chatCodesIn(text)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
