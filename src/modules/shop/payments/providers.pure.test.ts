import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { signatureFits } from './midtrans/midtrans.ts'
import { feeOf, fromNumber, fromUnits, toNumber, toText, toUnits } from './money.ts'
import { payAdapters } from './registry.ts'
import { tokenFits } from './xendit/xendit.ts'

test('money is counted in each provider’s own way, there and back to the last rupiah and sen', () => {
  // In hundredths, the rupiah too.
  expect([toUnits(25_000, 'IDR', 2), toUnits(1250, 'MYR', 2), toUnits(1, 'IDR', 2), toUnits(999, 'USD', 2)]).toEqual([2_500_000, 1250, 100, 999])
  expect([fromUnits(2_500_000, 'IDR', 2), fromUnits(1250, 'MYR', 2), fromUnits(2_500_050, 'IDR', 2)]).toEqual([25_000, 1250, 25_001])
  for (const wrong of [-1, 1.5, NaN, '100', null, undefined, 2 ** 60]) expect(fromUnits(wrong, 'IDR', 2)).toBeNull()
  // As whole rupiah, as ringgit with their sen.
  expect([toNumber(25_000, 'IDR'), toNumber(1250, 'MYR'), toNumber(1205, 'MYR'), toNumber(115, 'MYR')]).toEqual([25_000, 12.5, 12.05, 1.15])
  expect([toText(25_000, 'IDR'), toText(1250, 'MYR'), toText(5, 'MYR'), toText(1_000_000_000_000, 'IDR')]).toEqual(['25000', '12.50', '0.05', '1000000000000'])
  expect([fromNumber('25000.00', 'IDR'), fromNumber(25_000, 'IDR'), fromNumber(12.5, 'MYR'), fromNumber('12.05', 'MYR'), fromNumber(1.15, 'MYR')]).toEqual([25_000, 25_000, 1250, 1205, 115])
  for (const wrong of ['', '-5', '1e3', '25.000,00', 'Rp25000', null, {}, NaN, Infinity]) expect(fromNumber(wrong, 'IDR')).toBeNull()
  for (const amount of [1, 99, 100, 12_345, 999_999_999_999]) for (const currency of ['IDR', 'MYR'] as const) {
    expect(fromUnits(toUnits(amount, currency, 2), currency, 2)).toBe(amount)
    expect(fromNumber(toNumber(amount, currency), currency)).toBe(amount)
    expect(fromNumber(toText(amount, currency), currency)).toBe(amount)
  }
  expect([feeOf(25_000, { share: 70, fixed: 0 }), feeOf(25_000, { share: 290, fixed: 2000 }), feeOf(100, { share: 0, fixed: 5000 }), feeOf(25_000, null)]).toEqual([175, 2725, 100, null])
})

test('a Midtrans notification is signed over order, status code, amount and server key', () => {
  // Its own documentation's example, with the signature that its PHP snippet makes of it.
  const told = { order_id: '1111', status_code: '200', gross_amount: '100000.00' }
  const key = 'askvnoibnosifnboseofinbofinfgbiufglnbfg'
  const signature_key = createHash('sha512').update(`1111200100000.00${key}`).digest('hex')
  expect(signatureFits({ ...told, signature_key }, key)).toBe(true)
  expect(signatureFits({ ...told, signature_key: signature_key.toUpperCase() }, key)).toBe(true)
  for (const altered of [{ order_id: '1112' }, { status_code: '201' }, { gross_amount: '1000000.00' }, { signature_key: signature_key.slice(2) }, { signature_key: '' }, { signature_key: 'x' }])
    expect(signatureFits({ ...told, signature_key, ...altered }, key)).toBe(false)
  expect(signatureFits({ ...told, signature_key }, 'another')).toBe(false)
})

test('a Xendit call carries the account’s token and no other', () => {
  expect(tokenFits('abc', 'abc')).toBe(true)
  for (const wrong of [undefined, '', 'abd', 'abc ', 'ab']) expect(tokenFits(wrong, 'abc')).toBe(false)
})

test('a key of the other mode, or of something else, is told before anybody is asked', () => {
  const doubt = (kind: 'stripe' | 'midtrans' | 'xendit', key: string, live: boolean, callSecret: string | null = null) => payAdapters[kind].doubt!({ key, live, callSecret })
  expect([doubt('stripe', 'sk_live_x', true), doubt('stripe', 'rk_test_x', false, 'whsec_x'), doubt('midtrans', 'Mid-server-x', true), doubt('midtrans', 'SB-Mid-server-x', false), doubt('midtrans', 'Mid-server-x', false), doubt('xendit', 'xnd_production_x', true)]).toEqual(Array(6).fill(null))
  expect([doubt('stripe', 'sk_test_x', true), doubt('midtrans', 'SB-Mid-server-x', true), doubt('xendit', 'xnd_development_x', true), doubt('xendit', 'xnd_production_x', false)]).toEqual(Array(4).fill('key-of-other-mode'))
  expect([doubt('stripe', 'pk_live_x', true), doubt('stripe', 'sk_live_x', true, 'sk_live_x'), doubt('midtrans', 'Mid-client-x', true), doubt('xendit', 'xnd_public_production_x', true)]).toEqual(Array(4).fill('key-wrong'))
})
