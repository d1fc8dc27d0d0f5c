import { expect, it } from 'vitest'
import { voucherNamed, type KnownVoucher } from './voucher.ts'

const day = (n: number) => new Date(Date.UTC(2026, 10, n))
const vouchers: KnownVoucher[] = [
  { code: 'SAMBAL10', channel: 'instagram', from: day(1), until: day(20) },
  { code: 'LEBARAN', channel: 'whatsapp', from: day(1), until: null },
  { code: 'IG10', channel: 'instagram', from: day(1), until: null },
]
const named = (text: string, at = day(10)) => voucherNamed(text, at, vouchers)?.code ?? null

it.each([
  ['SAMBAL10', 'SAMBAL10'],
  [' sambal 10 ', 'SAMBAL10'],
  ['Sambal-10', 'SAMBAL10'],
  ['ｓａｍｂａｌ１０', 'SAMBAL10'],
  ['Halo Bu, pakai sambal10 ya', 'SAMBAL10'],
  ['Halo, kode Sambal 10 ya', 'SAMBAL10'],
  ['mau 2 botol, *SAMBAL10*', 'SAMBAL10'],
  ['Halo, saya tertarik (sambal 10)', 'SAMBAL10'],
  ['Halo Bu\nsambal 10\nmakasih', 'SAMBAL10'],
  ['lebaran', 'LEBARAN'],
  ['pakai voucher lebaran ya', 'LEBARAN'],
  ['kode promo: IG-10', 'IG10'],
])('%j names %s', (text, code) => expect(named(text)).toBe(code))

it.each([
  ['beli sambal 10 botol', 'goods and how many'],
  ['pesan untuk lebaran ya', 'an ordinary word'],
  ['SAMBAL100', 'another code'],
  ['XSAMBAL10', 'another code'],
  ['kode sambal 100', 'another code'],
  ['https://kicau.example/sambal10', 'an address'],
  ['@ig10 ya', 'an account'],
  ['SAMBAL10 atau IG10', 'two'],
  ['', 'nothing'],
])('%j names none: %s', (text, _why) => expect(named(text)).toBeNull())

it('holds from its first moment to before its last, and the surer of two counts', () => {
  expect(named('SAMBAL10', new Date(day(1).getTime() - 1))).toBeNull()
  expect(named('SAMBAL10', day(1))).toBe('SAMBAL10')
  expect(named('SAMBAL10', day(20))).toBeNull()
  expect(named('kemarin SAMBAL10, sekarang kode IG10')).toBe('IG10')
})

it('closed and given out anew on the same day, it is at each moment the one that held', () => {
  const anew: KnownVoucher[] = [
    { code: 'IG10', channel: 'instagram', from: day(1), until: day(5) },
    { code: 'IG10', channel: 'facebook', from: day(4), until: null },
  ]
  expect([day(4), day(5)].map((at) => voucherNamed('ig10', at, anew)?.channel)).toEqual(['instagram', 'facebook'])
})
