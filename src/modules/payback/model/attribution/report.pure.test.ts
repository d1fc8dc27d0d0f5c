import { describe, expect, it } from 'vitest'
import type { Channel } from '#contract/channels.ts'
import type { TrackedBy } from '#contract/shop.ts'
import { byCode, pathOf, pathsToNothing, type OrderEvidence, type VisitBefore } from './paths.ts'
import { attributionReport } from './report.ts'

const day = (n: number) => new Date(Date.UTC(2026, 9, n))
const order = (given: Partial<OrderEvidence> = {}): OrderEvidence => ({ orderedAt: day(20), amount: 60_000, salesPlace: 'chat', said: null, code: null, touches: [], ...given })
const by = (channel: Channel, n = 20, how: TrackedBy = 'code') => ({ channel, at: day(n), by: how })
const path = (given: OrderEvidence, visits: VisitBefore[] = []) => pathOf(given, byCode(visits))
const channelsOf = (...given: Parameters<typeof path>) => path(...given)?.journey.touches.map(({ channel }) => channel) ?? null
const many = (count: number, given: Partial<OrderEvidence>) => Array.from({ length: count }, () => order(given))
const report = (orders: OrderEvidence[], toNothing: { channels: Channel[]; visitors: number }[] | null = []) =>
  attributionReport({ from: '2026-10', to: '2026-10', orders, visits: toNothing && { ofOrders: [], toNothing }, seed: 'a shop' })
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

describe('the path of an order', () => {
  it('is its evidence by time, what the buyer said before it', () => {
    const visits = [{ code: 'A1', channel: 'search' as const, at: day(12) }, { code: 'B2', channel: 'tiktok' as const, at: day(13) }]
    expect(channelsOf(order({ said: 'word-of-mouth', code: ' a1', touches: [by('instagram', 10, 'phone'), by('card')] }), visits)).toEqual(['word-of-mouth', 'instagram', 'search', 'card'])
    expect(channelsOf(order({ said: 'card', touches: [by('card')] }), [])).toEqual(['card'])
    expect(channelsOf(order({ said: 'card' }), [])).toEqual(['card'])
    expect(channelsOf(order(), visits)).toBeNull()
  })

  it('thousands of orders are looked up among thousands of visits, each of which is read once', () => {
    let reads = 0
    const visit = (n: number): VisitBefore => ({ get code() { reads++; return `C${n}` }, channel: 'search', at: day(12) })
    const orders = Array.from({ length: 3_000 }, (_, n) => order({ code: `c${n}` }))
    const { orders: { counted } } = attributionReport({ from: '2026-10', to: '2026-10', orders, visits: { ofOrders: orders.map((_, n) => visit(n)), toNothing: [] }, seed: 'many' })
    expect([counted, reads]).toEqual([3_000, 3_000])
  })

  it('is the place it was closed at only where nothing else is known', () => {
    expect(path(order({ salesPlace: 'shopee' }))).toMatchObject({ byPlaceOnly: true, told: { tracked: null, said: null }, journey: { touches: [{ channel: 'marketplace' }] } })
    expect(path(order({ salesPlace: 'shopee', touches: [by('tiktok', 20, 'link')] }))).toMatchObject({ byPlaceOnly: false, told: { tracked: 'tiktok', hard: false } })
    expect(channelsOf(order({ salesPlace: 'counter' }))).toEqual(['counter'])
  })

  it('only a code or a voucher proves a channel, and "direct" proves none', () => {
    expect(path(order({ touches: [by('instagram')] }))!.told).toEqual({ tracked: 'instagram', hard: true, said: null })
    expect(path(order({ said: 'card', touches: [by('instagram', 20, 'voucher')] }))!.told).toEqual({ tracked: 'instagram', hard: true, said: 'card' })
    expect(path(order({ touches: [by('instagram', 3, 'phone'), by('direct')] }))!.told).toEqual({ tracked: 'instagram', hard: false, said: null })
    expect(path(order({ code: 'A1' }), [{ code: 'A1', channel: 'search', at: day(1) }])!.told).toEqual({ tracked: 'search', hard: false, said: null })
  })

  it('whoever ordered by a chat’s code was one of the visitors; by a voucher, perhaps not', () => {
    const paths = [...many(3, { touches: [by('instagram')] }), ...many(2, { touches: [by('card', 2, 'phone')] }), ...many(2, { touches: [by('card', 20, 'voucher')] })].map((given) => path(given)!)
    const nothing = pathsToNothing([{ channels: ['instagram'], visitors: 10 }, { channels: ['card'], visitors: 1 }, { channels: ['instagram', 'search'], visitors: 2 }], paths)
    expect(nothing.map(({ nulls }) => nulls)).toEqual([7, 1, 2])
    expect(pathsToNothing([{ channels: ['instagram'], visitors: 3 }], paths)).toEqual([])
  })
})

describe('a span', () => {
  it('under 30 orders: counts and self-report, and how many more it takes', () => {
    const few = report([...many(12, { said: 'whatsapp' }), ...many(8, { touches: [by('instagram')], said: 'instagram' }), ...many(4, {}), order({ salesPlace: 'shopee' })])
    expect(few).toMatchObject({ orders: { counted: 21, placeOnly: 1, traceless: 4 }, models: [], lines: [], next: { orders: 9 }, soWhat: { code: 'few', values: { orders: 9 } } })
    expect(few.counts).toEqual([
      { channel: 'instagram', tracked: 8, said: 8, reconciled: null },
      { channel: 'whatsapp', tracked: 0, said: 12, reconciled: null },
    ])
  })

  it('from 30: first, last and linear with ranges, small channels together, values to the rupiah', () => {
    const some = report([...many(20, { said: 'whatsapp' }), ...many(15, { touches: [by('instagram')] }), ...many(2, { said: 'card', amount: 33_333 }), ...many(1, { said: 'blog', amount: 33_334 })])
    expect(some.models).toEqual(['last-non-direct', 'first', 'last', 'linear'])
    expect(some.next).toMatchObject({ models: ['position', 'decay', 'shapley', 'markov'] })
    expect(some.lines.map(({ channel, merged }) => [channel, merged])).toEqual([['whatsapp', []], ['instagram', []], ['others', ['blog', 'card']]])
    for (const at of some.models.keys()) {
      expect(sum(some.lines.map(({ credits }) => credits[at]!.orders))).toBeCloseTo(38, 9)
      expect(sum(some.lines.map(({ credits }) => credits[at]!.value))).toBe(35 * 60_000 + 100_000)
      for (const { credits } of some.lines) expect(credits[at]!.low <= credits[at]!.orders && credits[at]!.orders <= credits[at]!.high).toBe(true)
    }
    expect(sum(some.counts.map(({ reconciled }) => reconciled!.orders))).toBeCloseTo(38, 9)
    expect(some.soWhat).toEqual({ code: 'same', values: { channel: 'whatsapp' } })
  })

  it('calls out who begins what another ends, and only beyond chance', () => {
    const opened = many(30, { said: 'tiktok', touches: [by('whatsapp')] })
    const own = many(40, { touches: [by('whatsapp')] })
    const seen = report([...opened, ...own])
    expect(seen.lines.map(({ channel, differs }) => [channel, differs])).toEqual([['whatsapp', true], ['tiktok', true]])
    expect(seen.soWhat).toEqual({ code: 'opens', values: { channel: 'tiktok', other: 'whatsapp', orders: 30 } })
    const balanced = report([...many(6, { said: 'tiktok', touches: [by('whatsapp')] }), ...many(5, { said: 'whatsapp', touches: [by('tiktok')] }), ...many(40, { said: 'whatsapp' }), ...many(10, { said: 'tiktok' })])
    expect(balanced.lines.some(({ differs }) => differs)).toBe(false)
  })

  it('says when another way of counting puts another channel first', () => {
    expect(report([...many(20, { said: 'instagram', touches: [by('whatsapp')] }), ...many(15, { said: 'instagram' }), ...many(5, { said: 'whatsapp' })]).soWhat).toMatchObject({ code: 'top-changes', values: { channel: 'whatsapp', other: 'instagram' } })
  })

  it('never advises to do more of the place where orders are closed', () => {
    const seen = report([...many(40, { salesPlace: 'shopee' }), ...many(10, { said: 'card' })])
    expect(seen.lines.map(({ channel }) => channel)).toEqual(['marketplace', 'card'])
    expect(seen.soWhat).toEqual({ code: 'same', values: { channel: 'card' } })
    expect(report(many(40, { salesPlace: 'shopee' })).soWhat).toEqual({ code: 'nothing', values: {} })
  })

  it('finds word of mouth that no track shows', () => {
    const seen = report([...many(3, { said: 'word-of-mouth', touches: [by('search')] }), ...many(30, { said: 'search', touches: [by('search')] }), ...many(3, { said: 'search', touches: [by('word-of-mouth')] })])
    expect(seen.wordOfMouth).toEqual({ orders: 3, tracked: [{ channel: 'search', orders: 3 }] })
    expect(seen.confusion).toMatchObject({ channels: ['search', 'word-of-mouth'], counts: [[30, 3], [3, 0]], orders: 36 })
    expect(seen.soWhat).toMatchObject({ code: 'word-of-mouth', values: { orders: 3 } })
  })

  it('from 300 orders and 3,000 touches: every model; Markov only where visits can be asked', { timeout: 60_000 }, () => {
    const orders = [...many(200, { said: 'tiktok', touches: [by('whatsapp', 5, 'phone'), by('instagram')] }), ...many(120, { touches: [by('whatsapp')] })]
    const nothing = [{ channels: ['whatsapp' as const], visitors: 3_000 }]
    expect(report(orders, nothing)).toMatchObject({ models: { length: 8 }, next: null, visitorsWithoutOrder: 2_880 })
    expect(report(orders, null)).toMatchObject({ models: { length: 4 }, visitorsWithoutOrder: null })
    expect(report([...orders, ...orders, ...orders, ...orders, ...orders], null).models).toEqual(['last-non-direct', 'first', 'last', 'linear', 'position', 'decay', 'shapley'])
  })

  it('without any order says so', () => {
    expect(report([])).toMatchObject({ orders: { counted: 0 }, lines: [], counts: [], soWhat: { code: 'nothing' } })
    expect(report([...many(5, {})], [{ channels: ['search'], visitors: 4 }])).toMatchObject({ orders: { counted: 0, traceless: 5 }, visitorsWithoutOrder: 4 })
  })
})
