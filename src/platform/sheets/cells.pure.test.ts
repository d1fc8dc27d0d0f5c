import { describe, expect, it } from 'vitest'
import { amountIn, cellOf, countIn, monthFirstIn, signedAmountIn, timeIn } from './cells.ts'

const text = (value: string) => cellOf(value, false)
const number = (value: string) => cellOf(value, true)

describe('cellOf', () => {
  it('leaves out what nobody sees, and no word is parted or joined by it', () => {
    expect(text('No. Pes\u200banan\u2060').text).toBe('No. Pesanan')
    expect(text('\u200eSele\u00adsai\u200f').text).toBe('Selesai')
    expect(text('26\u200c07\u200d00').text).toBe('260700')
    expect(text('Jumlah\u202f\u00a0\nbarang\u3000').text).toBe('Jumlah barang')
    // One family, not three people.
    expect(text('👩‍👩‍👧 Sambal').text).toBe('👩‍👩‍👧 Sambal')
  })
})

describe('amountIn', () => {
  it.each(['Rp1.234.567', 'Rp 1.234.567', '1.234.567', '1,234,567.00', '1234567', 'IDR 1.234.567', '1\u00a0234\u00a0567', '1\u202f234\u202f567', '1.234.567 IDR', '1.234.567,00 Rp', '\u200eRp1.234\u200b.567\u200f', ' 1234567\t'])('reads %s', (value) =>
    expect(amountIn(text(value), 'IDR')).toBe(1_234_567),
  )
  it('knows thousands in a text from decimals in a number', () => {
    expect(amountIn(text('1.234'), 'IDR')).toBe(1234)
    expect(amountIn(number('1234'), 'IDR')).toBe(1234)
    expect(amountIn(number('1.234E3'), 'IDR')).toBe(1234)
    expect(amountIn(number('9.14'), 'MYR')).toBe(914)
    expect(amountIn(text('9.14'), 'MYR')).toBe(914)
    expect(amountIn(text('RM1,234.50'), 'MYR')).toBe(123_450)
  })
  it('tells a blank from what is none', () => {
    expect(amountIn(text('-'), 'IDR')).toBeUndefined()
    expect(amountIn(text(' '), 'IDR')).toBeUndefined()
    expect(amountIn(undefined, 'IDR')).toBeUndefined()
    expect(amountIn(text('gratis'), 'IDR')).toBeNull()
    expect(amountIn(text('-5000'), 'IDR')).toBeNull()
    expect(amountIn(number('-5000'), 'IDR')).toBeNull()
    expect(amountIn(number('1e300'), 'IDR')).toBeNull()
  })
})

describe('signedAmountIn', () => {
  it.each(['-3.069', '(3,069)', 'Rp-3.069', '−Rp3.069', '-Rp 3.069', '-3069', '-3,069.00', 'Rp      -3.069', 'Rp (3.069)', '(Rp3.069)', '3.069-'])('reads %s', (value) => expect(signedAmountIn(text(value), 'IDR')).toBe(-3069))
  it('reads numbers of the spreadsheet, what is above zero, blanks and what is none', () => {
    expect(signedAmountIn(number('-12.5'), 'MYR')).toBe(-1250)
    expect(signedAmountIn(number('-1.5E1'), 'MYR')).toBe(-1500)
    expect(signedAmountIn(text('1.250'), 'IDR')).toBe(1250)
    expect(Object.is(signedAmountIn(text('-0'), 'IDR'), 0)).toBe(true)
    expect([signedAmountIn(text('-'), 'IDR'), signedAmountIn(text('/'), 'IDR'), signedAmountIn(undefined, 'IDR')]).toEqual([undefined, undefined, undefined])
    expect([signedAmountIn(text('gratis'), 'IDR'), signedAmountIn(text('5-000'), 'IDR')]).toEqual([null, null])
  })
})

describe('countIn', () => {
  it('reads whole numbers only', () => {
    expect([countIn(text('3')), countIn(number('3')), countIn(text('')), countIn(text('1.5')), countIn(text('-1')), countIn(text('dua'))]).toEqual([
      3,
      3,
      undefined,
      null,
      null,
      null,
    ])
  })
})

describe('timeIn', () => {
  it.each([
    ['2026-07-01 03:15', '2026-06-30T20:15:00.000Z'],
    ['2026-07-01 03:15:42', '2026-06-30T20:15:42.000Z'],
    ['2026-07-01T03:15', '2026-06-30T20:15:00.000Z'],
    ['01/07/2026 08:25:43', '2026-07-01T01:25:43.000Z'],
    ['01-07-2026 19:59:42', '2026-07-01T12:59:42.000Z'],
    ['1/7/2026 8.25', '2026-07-01T01:25:00.000Z'],
    ['2026-07-01', '2026-06-30T17:00:00.000Z'],
    ['01 Jul 2026 10:15', '2026-07-01T03:15:00.000Z'],
    ['1 Ogos 2026', '2026-07-31T17:00:00.000Z'],
    ['Jul 1, 2026, 8:25:00 PM', '2026-07-01T13:25:00.000Z'],
    ['01/07/26 12:05 AM', '2026-06-30T17:05:00.000Z'],
    ['2026-07-01 03:15:42 +0800', '2026-06-30T19:15:42.000Z'],
    ['2026-07-01T03:15:42.123Z', '2026-07-01T03:15:42.000Z'],
    ['2026-07-01 03:15:42+08', '2026-06-30T19:15:42.000Z'],
    ['2026-07-01 03:15 (GMT+8)', '2026-06-30T19:15:00.000Z'],
    ['01-Jul-26 08:25', '2026-07-01T01:25:00.000Z'],
    ['1-Jul-26', '2026-06-30T17:00:00.000Z'],
    ['Rabu, 1 Juli 2026 pukul 08.25.43 WIB', '2026-07-01T01:25:43.000Z'],
    ['Wed, Jul 1st, 2026 at 8:25 PM', '2026-07-01T13:25:00.000Z'],
    ['Mar 3, 2026', '2026-03-02T17:00:00.000Z'],
    ['3 Pebruari 2026', '2026-02-02T17:00:00.000Z'],
    ['3 Nopember 2026', '2026-11-02T17:00:00.000Z'],
    ['3 Agt 2026', '2026-08-02T17:00:00.000Z'],
    // The hard space that browsers and phones write before AM and PM since 2023.
    ['1/7/2026, 8:25:00\u202fPM', '2026-07-01T13:25:00.000Z'],
    ['1/7/2026 8:25 PTG', '2026-07-01T13:25:00.000Z'],
    ['1/7/2026 12:25 TGH', '2026-07-01T05:25:00.000Z'],
    ['1/7/2026 8:25 PG', '2026-07-01T01:25:00.000Z'],
    ['20260701 082543', '2026-07-01T01:25:43.000Z'],
    ['20260701082543', '2026-07-01T01:25:43.000Z'],
    ['20260701', '2026-06-30T17:00:00.000Z'],
    ['\u202a2026-07-01 03:15\u202c', '2026-06-30T20:15:00.000Z'],
    ['46204.5', '2026-07-01T05:00:00.000Z'],
    ['46204,5', '2026-07-01T05:00:00.000Z'],
  ])('reads %s', (value, iso) => expect(timeIn(text(value), 'Asia/Jakarta')?.toISOString()).toBe(iso))

  it("reads a spreadsheet's day number", () => {
    // 1 July 2026, 12:00
    expect(timeIn(number('46204.5'), 'Asia/Jakarta')?.toISOString()).toBe('2026-07-01T05:00:00.000Z')
    expect(timeIn(number('4.62045E4'), 'Asia/Jakarta')?.toISOString()).toBe('2026-07-01T05:00:00.000Z')
    expect(timeIn({ ...number('44742.5'), from1904: true }, 'Asia/Jakarta')?.toISOString()).toBe('2026-07-01T05:00:00.000Z')
  })

  it.each(['kemarin', '0026-07-01', '1/7/0206', '2206-07-01', '12345', '1234567', '2026-07-01 jam 8 malam', '01/07/2026 8 PM', '31/02/2026', '2026-13-01', '32/01/2026', '2026-07-01 25:00'])('%s is no time', (value) =>
    expect(timeIn(text(value), 'Asia/Jakarta')).toBeNull(),
  )
  it('tells which of day and month comes first, where it shows', () => {
    expect(['7/31/2026', '31/7/2026', '7/1/2026', '2026-07-31'].map((value) => monthFirstIn(text(value)))).toEqual([true, false, null, null])
    expect(timeIn(text('7/31/2026 3:15'), 'Asia/Jakarta', true)?.toISOString()).toBe('2026-07-30T20:15:00.000Z')
  })
  it('tells a blank', () => expect(timeIn(text('-'), 'Asia/Jakarta')).toBeUndefined())
})
