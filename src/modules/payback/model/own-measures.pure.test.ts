import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OwnMeasure, ownMeasures as names } from '#contract/channel-page.ts'
import { channels } from '#contract/channels.ts'
import { demoEntries, monthNamed, runningMonth } from './for-tests.ts'
import { ledgerOf } from './ledger.ts'
import { ownMeasures, type OwnSeen } from './own-measures.ts'

const ledger = ledgerOf(demoEntries(), runningMonth)
const seen = (given: Partial<OwnSeen> = {}): OwnSeen => ({
  cell: ledger.cell(monthNamed(8), 'whatsapp'),
  hits: { visits: 0, visitors: 0, clicks: 0, whatsappOpened: 0 },
  anySeen: false,
  links: 0,
  placements: 0,
  newFollowers: null,
  reposts: null,
  posts: 0,
  handedOver: 0,
  leads: null,
  named: new Map(),
  marketplace: null,
  ...given,
})
const told = (channel: (typeof channels)[number], now: OwnSeen, before: OwnSeen | null = null) => new Map(ownMeasures(channel, now, before).map((one) => [one.measure, one]))

describe('a channel in its own measures', () => {
  it('says of each channel what its kind is told by, and what can’t be told it names', () => {
    for (const channel of channels) {
      const all = ownMeasures(channel, seen(), null)
      for (const one of all) expect(OwnMeasure.parse(one)).toEqual(one)
      expect(all.length).toBeGreaterThan(2)
      for (const { value, lacks } of all) expect(value === null).toBe(lacks !== null)
    }
    expect(told('facebook', seen()).get('clicks')).toMatchObject({ value: null, lacks: 'links' })
    expect(told('facebook', seen({ links: 1 })).get('clicks')).toMatchObject({ value: 0, lacks: null })
    expect(told('search', seen()).get('visitors')).toMatchObject({ lacks: 'tracker' })
    expect(told('search', seen({ anySeen: true })).get('visitors')).toMatchObject({ value: 0 })
    expect(told('search', seen({ hits: null })).get('visitors')).toMatchObject({ lacks: 'later' })
    expect([told('bluesky', seen()).get('reposts')?.lacks, told('bluesky', seen({ reposts: 0 })).get('reposts')?.value]).toEqual(['network', 0])
    expect([told('facebook', seen()).has('scans'), told('card', seen({ placements: 2 })).get('scans')?.value]).toEqual([false, 0])
  })

  it('reckons what a click and an order cost, and what marketplaces kept and sent back', () => {
    const paying = { ...ledger.cell(monthNamed(8), 'card'), orders: ledger.cell(monthNamed(8), 'card').orders.slice(0, 2) }
    const ads = told('ads', seen({ cell: paying, hits: { visits: 0, visitors: 0, clicks: 40, whatsappOpened: 0 } }))
    expect([ads.get('ads-paid')?.value, ads.get('paid-a-click')?.value, ads.get('paid-an-order')?.value]).toEqual([20_000, 500, 10_000])
    const shop = told('marketplace', seen({ marketplace: { sold: 18, returned: 1, codFailed: 1, fees: 30_000, feesOf: 5, amountOf: 300_000 } }))
    expect([shop.get('sold-on-marketplaces')?.value, shop.get('came-back')?.value, shop.get('fees-of-sales')?.value]).toEqual([18, 0.1, 0.1])
  })

  it('calls a difference good or bad only beyond chance, and by which way is good', () => {
    const clicks = (count: number) => seen({ links: 1, hits: { visits: 0, visitors: 0, clicks: count, whatsappOpened: 0 } })
    const trend = (now: number, before: number) => told('facebook', clicks(now), clicks(before)).get('clicks')?.trend
    expect([trend(90, 40), trend(40, 90), trend(41, 40), trend(40, 40)]).toEqual(['better', 'worse', 'same', 'same'])
    expect(told('facebook', clicks(3)).get('clicks')?.trend).toBe('first')
    const back = (codFailed: number) => seen({ marketplace: { sold: 400, returned: 0, codFailed, fees: 0, feesOf: 0, amountOf: 0 } })
    expect(told('marketplace', back(90), back(20)).get('came-back')?.trend).toBe('worse')
    expect(told('card', seen({ cell: ledger.cell(monthNamed(8), 'card') }), seen({ cell: ledger.cell(monthNamed(9), 'card') })).get('paid-an-order')).toMatchObject({ value: 6_667, before: null, trend: 'first' })
  })
})

it.each(['id', 'ms', 'en'])('every measure and every channel has its words in %s', (language) => {
  const { own } = JSON.parse(readFileSync(join(import.meta.dirname, `../../../../locales/${language}/channel-page.json`), 'utf8')) as { own: Record<'told' | 'names' | 'step', Record<string, string>> }
  expect(Object.keys(own.told).sort()).toEqual([...channels].sort())
  for (const words of [own.names, own.step]) expect(Object.keys(words).sort()).toEqual([...names].sort())
})
