import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponents } from './amount.ts'
import { convert, exactRate, powerOf, rateDigits, rateWords, readRate, shifted } from './rate.ts'
import { languages, moneys, type Money } from './values.ts'

const money = fc.constantFrom(...moneys)
/** A whole part and decimals, as a rate has them. */
const rate = fc
  .tuple(fc.bigInt({ min: 0n, max: 999_999n }), fc.bigInt({ min: 0n, max: 999_999_999_999n }))
  .map(([whole, decimals]) => exactRate(`${whole}.${String(decimals).padStart(12, '0')}`))
  .filter((text) => text !== null)

/** By fractions, far from how it is done: the nearest integer to amount × rate × 10^to / 10^from, halves away from zero. */
function nearest(amount: number, from: Money, to: Money, rate: string): bigint {
  const [whole, decimals = ''] = rate.split('.')
  const scale = 10n ** BigInt(decimals.length + exponents[from])
  const exact = BigInt(Math.abs(amount)) * BigInt(whole + decimals) * 10n ** BigInt(exponents[to])
  const below = exact / scale
  return (exact - below * scale) * 2n >= scale ? below + 1n : below
}

describe('convert', () => {
  it.each([
    ['S$45.00 at 11,850', 4_500, 'SGD', 'IDR', '11850', 533_250],
    ['half a rupiah goes up', 1, 'SGD', 'IDR', '50', 1],
    ['just below half goes down', 1, 'SGD', 'IDR', '49.999999999999', 0],
    ['a refund mirrors its sale', -1, 'SGD', 'IDR', '50', -1],
    ['yen to ringgit', 1_000, 'JPY', 'MYR', '0.0283', 2_830],
    ['three decimals to none', 12_345, 'KWD', 'IDR', '52000.5', 641_946],
    ['none to three', 52_000, 'IDR', 'KWD', '0.00001923', 1_000],
    ['won to rupiah', 35_000, 'KRW', 'IDR', '11.7', 409_500],
    ['dong to rupiah', 250_000, 'VND', 'IDR', '0.62', 155_000],
    ['nothing is nothing', 0, 'USD', 'IDR', '16000', 0],
  ] as const)('%s', (_, amount, from, to, rate, units) => expect(convert(amount, { from, to, rate })).toBe(units))

  it('is exact to the last unit at 10^15, where floating point is not', () => {
    expect(convert(999_999_999_999_999, { from: 'IDR', to: 'VND', rate: '1.000000000000' })).toBe(999_999_999_999_999)
    expect(convert(999_999_999_999_999, { from: 'JPY', to: 'KRW', rate: '9.007199254' })).toBe(9_007_199_253_999_991)
    expect(convert(999_999_999_999_999, { from: 'USD', to: 'MYR', rate: '4.1' })).toBe(4_099_999_999_999_996)
    expect(convert(10 ** 15, { from: 'USD', to: 'IDR', rate: '16000' })).toBeNull()
  })

  it('is the nearest unit, for every pair of currencies', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 15), max: 10 ** 15 }), money, money, rate, (amount, from, to, rate) => {
        const expected = nearest(amount, from, to, rate)
        const units = convert(amount, { from, to, rate })
        expect(units === null ? null : BigInt(Math.abs(units))).toBe(expected > BigInt(Number.MAX_SAFE_INTEGER) ? null : expected)
        if (units) expect(Math.sign(units)).toBe(Math.sign(amount))
      }),
      { numRuns: 2_000 },
    )
  })

  it('grows with the amount, and mirrors what is given back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 10 ** 9 }), money, money, rate, (one, other, from, to, rate) => {
        const of = (amount: number) => convert(amount, { from, to, rate })
        fc.pre(of(one) !== null && of(other) !== null)
        if (one <= other) expect(of(one)!).toBeLessThanOrEqual(of(other)!)
        expect(of(-one)! + of(one)!).toBe(0)
      }),
    )
  })
})

describe('rates in words', () => {
  it.each([
    ['id', '11.850', '11850'],
    ['id', '11.850,50', '11850.5'],
    ['id', '11850', '11850'],
    ['id', '0,28', '0.28'],
    ['id', '0.285', '0.285'],
    ['id', 'Rp11.850', '11850'],
    ['id', '1.234.567,8', '1234567.8'],
    ['en', '11,850', '11850'],
    ['en', '11,850.5', '11850.5'],
    ['en', '3.285', '3.285'],
    ['ms', 'RM3.31', '3.31'],
    ['ms', 'S$ 1.30', '1.3'],
    ['id', '', null],
    ['id', '0', null],
    ['id', '-3', null],
    ['id', '11.85.0', null],
    ['en', '1.2.3', null],
    ['en', 'eleven', null],
    ['en', '0.0000000000001', null],
  ] as const)('%s: %s', (language, text, rate) => expect(readRate(text, language)).toBe(rate))

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(rate, money, fc.constantFrom(...languages), (rate, to, language) => {
        // Three decimals and none before them would be thousands; a zero before them says what they are.
        expect(readRate(rateDigits(rate, to, language), language)).toBe(rate)
      }),
    )
  })

  it('tells weak currencies by so many that they can be read', () => {
    expect(rateWords('11850', { from: 'SGD', to: 'IDR' }, 'id')).toBe('1 SGD = Rp11.850')
    expect(rateWords('3.3', { from: 'SGD', to: 'MYR' }, 'ms')).toBe('1 SGD = RM3.30')
    expect(rateWords('0.000282', { from: 'IDR', to: 'MYR' }, 'en')).toBe('1,000 IDR = RM0.282')
    expect(rateWords('0.0283', { from: 'JPY', to: 'MYR' }, 'ms')).toBe('10 JPY = RM0.283')
    expect(powerOf('0.62')).toBe(0)
  })

  it('shifts exactly, there and back', () => {
    expect(shifted('0.00028', 3)).toBe('0.28')
    expect(shifted('0.28', -3)).toBe('0.00028')
    expect(shifted('12', 2)).toBe('1200')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }), (digits, by) => {
        expect(shifted(shifted(`${digits}`, -by)!, by)).toBe(`${digits}`)
      }),
    )
  })
})
