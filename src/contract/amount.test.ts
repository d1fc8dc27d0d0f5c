import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, parseAmount } from './amount.ts'
import { moneys, languages, LARGEST_AMOUNT } from './values.ts'

const rupiah = (text: string) => parseAmount(text, { currency: 'IDR', language: 'id' })
const ringgit = (text: string) => parseAmount(text, { currency: 'MYR', language: 'ms' })

describe('parseAmount', () => {
  it.each([
    ['1250', 1250],
    ['1.250', 1250],
    ['1,250', 1250],
    ['1 250', 1250],
    ['1.250.000', 1_250_000],
    ['1 250 000', 1_250_000],
    ['Rp1.250.000', 1_250_000],
    ['Rp 1.250.000,-', 1_250_000],
    ['rp. 75.000', 75_000],
    ['1.250.000,00', 1_250_000],
    ['1,250,000.00', 1_250_000],
    ['25rb', 25_000],
    ['25 ribu', 25_000],
    ['25k', 25_000],
    ['12,5rb', 12_500],
    ['1,5jt', 1_500_000],
    ['1.5 juta', 1_500_000],
    ['1,25 jt', 1_250_000],
    ['  0 ', 0],
  ])('%s is %d rupiah', (text, units) => expect(rupiah(text)).toBe(units))

  it.each(['', 'gratis', '1.25', '12,5', '1.250,50', '1.2.3', '1,250.000', '12.50.000', '0.250', '1.250rb', '-5000', '1e6', 'RM12'])(
    '"%s" is no amount of rupiah',
    (text) => expect(rupiah(text)).toBeNull(),
  )

  it.each([
    ['12', 1200],
    ['12.5', 1250],
    ['12.50', 1250],
    ['12,50', 1250],
    ['RM12', 1200],
    ['rm 1,250.00', 125_000],
    ['1,250', 125_000],
    ['1.250,00', 125_000],
    ['1,250,000', 125_000_000],
    ['1.15', 115],
    ['2.5k', 250_000],
    ['3 ribu', 300_000],
  ])('%s is %d sen', (text, units) => expect(ringgit(text)).toBe(units))

  it('asks again where a mark could part thousands or sen', () => {
    expect(ringgit('1.250')).toBeNull()
    expect(parseAmount('1,250', { currency: 'MYR', language: 'id' })).toBeNull()
    expect(parseAmount('1.250', { currency: 'MYR', language: 'id' })).toBe(125_000)
  })

  it('refuses what is larger than any amount', () => expect(rupiah('9999999999999')).toBeNull())

  it('reads back whatever formatAmount writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: LARGEST_AMOUNT }),
        fc.constantFrom(...moneys),
        fc.constantFrom(...languages),
        (units, currency, language) => {
          expect(parseAmount(formatAmount(units, currency, language), { currency, language })).toBe(units)
        },
      ),
    )
  })

  it('never throws, and answers only with whole units', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...moneys), fc.constantFrom(...languages), (text, currency, language) => {
        const units = parseAmount(text, { currency, language })
        expect(units === null || (Number.isSafeInteger(units) && units >= 0)).toBe(true)
      }),
    )
  })
})

describe('formatAmount', () => {
  it('writes the local way', () => {
    expect(formatAmount(1_250_000, 'IDR', 'id')).toBe('Rp1.250.000')
    expect(formatAmount(1_250_000, 'IDR', 'en')).toBe('Rp1,250,000')
    expect(formatAmount(125_000, 'MYR', 'ms')).toBe('RM1,250.00')
    expect(formatAmount(125_000, 'MYR', 'en')).toBe('RM1,250.00')
    expect(formatAmount(5, 'MYR', 'en')).toBe('RM0.05')
    expect(formatAmount(-75_000, 'IDR', 'id')).toBe('−Rp75.000')
    expect(formatAmount(75_000, 'IDR', 'id', { signed: true })).toBe('+Rp75.000')
    expect(formatAmount(0, 'IDR', 'id', { signed: true })).toBe('Rp0')
  })

  it('writes short where there is no room', () => {
    const short = { short: true }
    expect(formatAmount(1_250_000, 'IDR', 'id', short)).toBe('Rp1,3 jt')
    expect(formatAmount(999_600, 'IDR', 'id', short)).toBe('Rp1 jt')
    expect(formatAmount(25_000, 'IDR', 'id', short)).toBe('Rp25 rb')
    expect(formatAmount(450, 'IDR', 'id', short)).toBe('Rp450')
    expect(formatAmount(150_000, 'MYR', 'ms', short)).toBe('RM1.5 ribu')
    expect([445, 500, 1_379].map((sen) => formatAmount(sen, 'MYR', 'ms', short))).toEqual(['RM4.45', 'RM5', 'RM14'])
    expect(formatAmount(-1_500_000, 'IDR', 'en', short)).toBe('−Rp1.5m')
  })
})
