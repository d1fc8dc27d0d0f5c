import { expect, it } from 'vitest'
import { languages } from '../../../src/contract/values.ts'
import { readPhone } from '../../../src/platform/phone/index.ts'
import { textsIn } from '../../../src/platform/i18n/index.ts'
import { phoneLike } from './phone-like'
import { wayName } from './way-name'

it.each(languages)('calls a way to pay what it is called where such money is, in whichever language: %s', (language) => {
  const t = textsIn(language) as Parameters<typeof wayName>[0]
  expect(wayName(t, { kind: 'static-qr', way: 'qr', currency: 'IDR' })).toBe('QRIS')
  expect(wayName(t, { kind: 'static-qr', way: 'qr', currency: 'MYR' })).toBe('DuitNow QR')
  expect(wayName(t, { kind: 'static-qr', way: 'qr', currency: 'SGD' })).not.toMatch(/QRIS|DuitNow/)
  const xendit = (currency: 'IDR' | 'MYR') => wayName(t, { kind: 'xendit', way: 'page', currency })
  expect([xendit('IDR').includes('QRIS'), xendit('IDR').includes('FPX')]).toEqual([true, false])
  expect([xendit('MYR').includes('QRIS'), xendit('MYR').includes('FPX')]).toEqual([false, true])
})

it('shows a number as it would be understood where the shop is', () => {
  for (const country of ['ID', 'MY'] as const) expect(readPhone(phoneLike(country), country)).not.toBeNull()
})
