import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { News } from '../payments/adapter.ts'
import { nextLook, refundedOf, stateOf, toldOf, type PaymentFacts } from './payment.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 18, 3, minute))
const fresh: PaymentFacts = {
  amount: 25_000,
  currency: 'IDR',
  begun: 'made',
  paidAt: null,
  paidAmount: null,
  paidCurrency: null,
  fee: null,
  refunds: {},
  failedAt: null,
  expiredAt: null,
  claimedAt: null,
  dismissedAt: null,
  confirmedAt: null,
}
const paid = (amount = 25_000, currency = 'IDR'): News => ({ paid: { amount, currency, at: at(2), fee: null } })
const after = (...news: News[]) => news.reduce(toldOf, fresh)

describe('a payment', () => {
  it('is what it was told to be, in whichever order and however often it was told', () => {
    const told: Record<string, News> = {
      paid: paid(),
      failed: { failed: at(1) },
      expired: { expired: at(9) },
      part: { refund: { id: 'a', amount: 5_000 } },
      more: { refund: { id: 'b', amount: 2_000 } },
      sum: { refund: { id: '', amount: 7_000 } },
      fee: { paid: { amount: 25_000, currency: 'IDR', at: at(2), fee: 725 } },
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(told)), { maxLength: 14 }), (names) => {
        const whole = after(...[...new Set(names)].map((name) => told[name]!))
        const repeated = after(...names.map((name) => told[name]!))
        const backwards = after(...names.toReversed().map((name) => told[name]!))
        for (const other of [repeated, backwards]) {
          expect(stateOf(other)).toBe(stateOf(whole))
          expect(refundedOf(other)).toBe(refundedOf(whole))
          expect([other.fee, other.paidAmount]).toEqual([whole.fee, whole.paidAmount])
        }
      }),
    )
  })

  it('waits, fails, ends, and is paid all the same', () => {
    expect(stateOf(fresh)).toBe('waiting')
    expect(stateOf(after({ failed: at(1) }))).toBe('failed')
    expect(stateOf(after({ expired: at(1) }))).toBe('expired')
    expect(stateOf(after({ failed: at(1) }, { expired: at(1) }, paid()))).toBe('paid')
    expect(stateOf({ ...fresh, begun: 'refused' })).toBe('refused')
    expect(stateOf(toldOf({ ...fresh, begun: 'gone' }, paid()))).toBe('paid')
    expect(stateOf({ ...fresh, begun: 'unknown' })).toBe('unknown')
    expect(stateOf({ ...fresh, expiredAt: at(9), claimedAt: at(3) })).toBe('claimed')
    expect(stateOf({ ...fresh, claimedAt: at(3), dismissedAt: at(4) })).toBe('dismissed')
  })

  it('is not taken for paid where another amount or currency came, until its owner says so', () => {
    for (const other of [paid(24_999), paid(25_001), paid(0), paid(25_000, 'USD')]) expect(stateOf(after(other))).toBe('paid-other')
    expect(stateOf({ ...after(paid(20_000)), confirmedAt: at(5) })).toBe('paid')
    expect(stateOf({ ...after(paid(20_000)), dismissedAt: at(5) })).toBe('dismissed')
  })

  it('is given back in part or in whole; one refund told twice is one', () => {
    const half = { refund: { id: 'a', amount: 12_500 } }
    expect(stateOf(after(half))).toBe('waiting')
    expect(stateOf(after(half, half, paid()))).toBe('part-refunded')
    expect(stateOf(after(paid(), half, { refund: { id: 'b', amount: 12_500 } }))).toBe('refunded')
    expect(stateOf(after(paid(), { refund: { id: '', amount: 25_000 } }, { refund: { id: '', amount: 5_000 } }))).toBe('refunded')
  })

  it('is looked at less and less, and then no more', () => {
    const waiting = { state: 'waiting' as const, madeAt: at(0), paidAt: null, fee: null }
    let now = at(0)
    const looks: number[] = []
    for (let next = nextLook(waiting, false, now); next; next = nextLook(waiting, false, now)) looks.push(((now = next).getTime() - at(0).getTime()) / 60_000)
    expect(looks).toEqual([1, 3, 7, 15, 30, 60, 120, 240, 480, 960, 1500])
    expect(nextLook({ ...waiting, state: 'unknown' }, false, at(0))).toEqual(new Date(at(0).getTime() + 30_000))
    expect(nextLook({ ...waiting, state: 'paid', paidAt: at(2) }, false, at(2))).toBeNull()
    expect(nextLook({ ...waiting, state: 'paid', paidAt: at(2) }, true, at(2))).toEqual(at(3))
    expect(nextLook({ ...waiting, state: 'paid', paidAt: at(2), fee: 5 }, true, at(2))).toBeNull()
    // What was kept of it is lost where all was given back.
    for (const state of ['part-refunded', 'refunded'] as const) expect(nextLook({ ...waiting, state, paidAt: at(2) }, true, at(2))).toEqual(at(3))
    for (const state of ['refused', 'expired', 'gone', 'dismissed', 'claimed'] as const) expect(nextLook({ ...waiting, state }, true, at(0))).toBeNull()
  })
})
