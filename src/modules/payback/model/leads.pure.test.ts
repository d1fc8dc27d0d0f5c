import { describe, expect, it } from 'vitest'
import type { Lead } from '#contract/leads.ts'
import { bu, demoEntries, monthNamed, runningMonth } from './for-tests.ts'
import { expectedOf, expectedOfEach, knownLeads, leadChance, leadsOfMonth } from './leads.ts'
import { ledgerOf } from './ledger.ts'

let made = 0
const lead = (state: Lead['state'], given: Partial<Lead> = {}): Lead => ({
  id: `018f0000-0000-7000-9000-${String(made++).padStart(12, '0')}`,
  // What came of those who asked in October is known in the middle of November.
  askedAt: state === 'open' ? '2026-11-10T05:00:00.000Z' : '2026-10-05T05:00:00.000Z',
  channel: 'whatsapp',
  who: null,
  note: '',
  amount: null,
  original: null,
  state,
  by: 'hand',
  orderId: null,
  ...given,
})
const times = (count: number, state: Lead['state']) => Array.from({ length: count }, () => lead(state))
// Every order of the demo leaves Rp35.000 of Rp60.000.
const ledger = ledgerOf(demoEntries(), runningMonth)
const now = new Date('2026-11-18T05:00:00.000Z')
const known = (...leads: Lead[]) => knownLeads(leads, { zone: 'Asia/Jakarta', ledger, seed: bu.tini, now })

describe('what leads may bring', () => {
  it('before any is decided is one in five, by the published prior, of what an order leaves', () => {
    expect(leadChance(known())).toMatchObject({ value: 0.2, won: 0, of: 0, prior: { won: 1, of: 5 } })
    const leads = known(...times(3, 'open'))
    expect(expectedOf(leads, leads.leads)).toMatchObject({ open: 3, amount: 3 * 7_000 })
  })

  it('is told by the shop’s own leads as they are decided; one gone quiet was not won', () => {
    const history = [...times(11, 'won'), ...times(3, 'lost'), ...times(1, 'quiet')]
    const chance = leadChance(known(...history, ...times(4, 'open')))
    expect(chance).toMatchObject({ value: 12 / 20, won: 11, of: 15 })
    // Beta(12, 8): its 5 and 95% quantiles are .419 and .770 (R: qbeta).
    expect(chance.low).toBeCloseTo(0.419, 1)
    expect(chance.high).toBeCloseTo(0.77, 1)
    const leads = known(...history, lead('open'))
    expect(expectedOf(leads, leads.leads)).toMatchObject({ open: 1, amount: 21_000, low: 0, high: 35_000 })
  })

  it('counts nobody who asked within the 30 days, decided or not: buyers are known before those who never buy', () => {
    const young = (state: Lead['state']) => lead(state, { askedAt: '2026-10-20T05:00:00.000Z' })
    const chance = leadChance(known(...times(3, 'won'), ...times(12, 'quiet'), young('won'), young('won'), young('lost'), young('open')))
    expect(chance).toMatchObject({ value: 4 / 20, won: 3, of: 15 })
    const leads = known(young('won'), young('open'))
    expect(expectedOf(leads, leads.leads)).toMatchObject({ open: 1, amount: 7_000 })
  })

  it('of one that names an amount is the share of it that orders leave; each and all are one sum', () => {
    const leads = known(lead('open', { amount: 600_000 }), lead('open'), lead('won'))
    const each = [...expectedOfEach(leads).values()]
    expect(each).toEqual([Math.round((600_000 * 35) / 60 / 3), Math.round(35_000 / 3)])
    const { amount, low, high } = expectedOf(leads, leads.leads)
    expect(amount).toBe(each[0]! + each[1]!)
    expect([low, high]).toEqual([0, 385_000])
  })

  it('of a flood of them is drawn at once, and ranges as far as the chance does', () => {
    const leads = known(...times(11, 'won'), ...times(4, 'lost'), ...times(50_000, 'open'))
    const began = performance.now()
    const { open, amount, low, high } = expectedOf(leads, leads.leads)
    // One by one it is a hundred million draws, and takes seconds.
    expect(performance.now() - began).toBeLessThan(2_000)
    expect([open, amount]).toEqual([50_000, 50_000 * 21_000])
    // Beta(12, 8) again: among so many, who of them buys hardly matters.
    expect(low! / (50_000 * 35_000)).toBeCloseTo(0.419, 1)
    expect(high! / (50_000 * 35_000)).toBeCloseTo(0.77, 1)
  })

  it('of two that are worth a thousand times as much as the many ranges from neither of them to one', () => {
    const leads = known(...times(200, 'lost'), ...times(50, 'won'), lead('open', { amount: 60_000_000 }), lead('open', { amount: 60_000_000 }), ...times(100, 'open'))
    const { low, high } = expectedOf(leads, leads.leads)
    expect(low).toBeGreaterThan(10 * 35_000)
    expect(low).toBeLessThan(20 * 35_000)
    expect(high).toBeGreaterThan(35_000_000)
  })

  it('is not known while no order’s margin is', () => {
    const leads = knownLeads([lead('open')], { zone: 'Asia/Jakarta', ledger: ledgerOf({ ...demoEntries(), orders: [] }, runningMonth), seed: 'seed', now })
    expect(expectedOf(leads, leads.leads)).toEqual({ open: 1, amount: null, low: null, high: null })
  })

  it('stands in the month in which they asked, in the shop’s zone, and of won ones nothing is expected', () => {
    // Half past midnight on the first of November in Jakarta.
    const leads = known(lead('open', { askedAt: '2026-10-31T17:30:00.000Z' }), lead('won', { askedAt: '2026-11-02T05:00:00.000Z' }), lead('lost', { askedAt: '2026-11-02T05:00:00.000Z' }), lead('quiet', { askedAt: '2026-09-10T05:00:00.000Z' }))
    expect(leadsOfMonth(leads, runningMonth)).toMatchObject({ noted: 3, won: 1, lost: 1, expected: { open: 1, amount: Math.round(35_000 / 6) } })
    expect(leadsOfMonth(leads, '2026-09')).toMatchObject({ noted: 1, won: 0, lost: 1, expected: { open: 0, amount: 0 } })
    expect(leadsOfMonth(leads, monthNamed(15))).toBeNull()
  })
})
