import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Cut, PaybackLines } from '#contract/payback-lines.ts'
import { commands as effort } from '#modules/effort'
import { commands as links } from '#modules/links'
import { commands as shopCommands } from '#modules/shop'
import { commands as workspace, queries as workspaceQueries } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { queries } from './index.ts'
import { paybackLineRows, paybackLines } from './queries/payback-lines.ts'

const needs = { secrets: secretsFrom(Buffer.alloc(32, 7)) }
const month = '2026-11'
let shop: TestShop
let placement: string
const post = newId()

beforeAll(async () => {
  shop = await testShop({ at: '2026-11-01T03:00:00Z' })
  await shop.writing(async (scope) => sure(await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', whatsapp: '0812-3456-7890', worth: { by: 'wage', hourly: 24_000 } })))
  const tini = (await workspaceQueries.members(shop.reading()))[0]!.id
  const publicAddress = { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }
  const [ads, card] = await shop.writing(async (scope) => [
    sure(await links.makeLink(scope, publicAddress, { kind: 'url', target: 'https://sambal.example.com/?utm_campaign=reels-sambal', channel: 'facebook', name: 'Iklan' })),
    sure(await links.addPlacement(scope, publicAddress, { kind: 'card', name: 'Kartu di bungkusan', leadsTo: 'whatsapp' })),
  ])
  placement = card.id
  shop.clock.set('2026-11-18T03:00:00Z')
  const order = (given: object) =>
    shop.writing(async (scope) => sure(await shopCommands.noteOrder(scope, needs, { amount: 60_000, margin: 35_000, salesPlace: 'chat', state: 'done', orderedAt: '2026-11-10T03:00:00Z', foundUs: { answer: 'not-asked' }, ...given })))
  // By the card; the same buyer once more, without a code: won by it.
  await order({ code: card.link.chatCode!, phone: '0812 3456 7890' })
  await order({ orderedAt: '2026-11-12T03:00:00Z', phone: '0812 3456 7890' })
  // By the ad's link; by word, twice of one person however she is written; without a trace.
  await order({ tracked: { channel: 'facebook', by: 'link', at: new Date('2026-11-10T03:00:00Z'), linkId: ads!.id } })
  await order({ foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } })
  await order({ foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'mbak  AYU ' } })
  await order({})
  await shop.writing(async (scope) => {
    sure(await effort.noteCost(scope, { channel: null, kind: 'reward', day: '2026-11-11', amount: 20_000, reward: { given: 'goods', person: 'Mbak Ayu' } }))
    sure(await effort.noteCost(scope, { channel: 'facebook', kind: 'fee', day: '2026-11-11', amount: 5_000 }))
    const cost = sure(await effort.noteCost(scope, { channel: 'facebook', kind: 'ads', day: '2026-11-11', amount: 50_000, note: 'Reels Sambal' }))
    await scope.db.insertInto('effortAdSpends' as never).values({ workspaceId: scope.workspaceId, network: 'meta', campaign: 'Reels Sambal', adSet: '', day: '2026-11-11', channel: 'facebook', costId: cost.id, amount: 50_000 } as never).execute()
    sure(await effort.logMinutes(scope, { memberId: tini, channel: 'facebook', activity: 'answer', day: '2026-11-11', minutes: 30, footing: 'guess' }))
    // An hour for the campaign, as she says; ten minutes on a post, as Kicau saw.
    sure(await effort.logMinutes(scope, { memberId: tini, channel: 'facebook', activity: 'write', day: '2026-11-12', minutes: 60, footing: 'guess', about: { kind: 'campaign', key: 'reels  SAMBAL' } }))
    const draft = await effort.draftFromActivity(scope, { memberId: tini, channel: 'facebook', activity: 'write', at: shop.clock.now(), minutes: 10, postId: post })
    sure(await effort.keepDraft(scope, { id: draft!, by: { memberId: tini, owner: true } }))
  })
})
afterAll(() => shop.close())

const lines = async (cut: Cut) => sure(await paybackLines(shop.reading(), { month, cut, months: '1' }))
const told = ({ lines: some, none }: PaybackLines) => [...some, none].map(({ name, orders, costs, profit }) => [name, orders.count, costs.total, profit.net])

it('part a month by campaign, placement and person, with what belongs to none, and sum to what Payback says', async () => {
  // The report's "Reels Sambal" is the link's reels-sambal.
  expect(told(await lines('campaign'))).toEqual([['Reels Sambal', 1, 50_000, -15_000 - 24_000], [null, 4, 25_000, 4 * 35_000 - 25_000 - 16_000]])
  expect(told(await lines('placement'))).toEqual([['Kartu di bungkusan', 2, 0, 70_000], [null, 3, 75_000, 3 * 35_000 - 75_000 - 40_000]])
  expect(told(await lines('person'))).toEqual([['Mbak Ayu', 2, 20_000, 50_000], [null, 3, 55_000, 3 * 35_000 - 55_000 - 40_000]])
  expect(told(await lines('post'))).toEqual([[null, 0, 0, -4_000], [null, 5, 75_000, 5 * 35_000 - 75_000 - 36_000]])
  expect((await lines('post')).lines[0]).toMatchObject({ key: post, hours: { minutes: 10 } })
  const { total } = sure(await queries.paybackMonth(shop.reading(), month))
  for (const cut of ['campaign', 'post', 'placement', 'person'] as const) expect((await lines(cut)).total.profit).toEqual(total.profit)
})

it('open each figure to its rows', async () => {
  const rows = async (cut: Cut, figure: 'orders' | 'hours' | 'costs', key?: string) => sure(await paybackLineRows(shop.reading(), { month, cut, months: '1', figure, limit: 50, ...(key && { key }) }))
  expect(await rows('placement', 'orders', placement)).toMatchObject({ count: 2, sum: 70_000, rows: [{ by: 'won' }, { by: 'tracked' }] })
  expect(await rows('person', 'costs', 'mbak ayu')).toMatchObject({ count: 1, sum: 20_000, rows: [{ kind: 'reward', person: 'Mbak Ayu' }] })
  expect(await rows('campaign', 'hours')).toMatchObject({ count: 2, sum: 16_000 })
  expect(await rows('campaign', 'hours', 'reels sambal')).toMatchObject({ count: 1, sum: 24_000 })
  expect(await rows('campaign', 'orders', 'nobody')).toMatchObject({ count: 0, sum: 0 })
  expect(await paybackLines(shop.reading(), { month: '2027-01', cut: 'post', months: '1' })).toMatchObject({ refused: 'payback.month-unknown' })
})

it('stay where they were when the month is closed, and what is corrected goes where its order is', async () => {
  shop.clock.set('2026-12-12T03:00:00Z')
  await shop.writing(async (scope) => sure(await effort.closeMonth(scope, { ask: queries.bookDue, month, by: 'hand' })))
  const before = await lines('person')
  const ids = sure(await paybackLineRows(shop.reading(), { month, months: '1', cut: 'person', key: 'mbak ayu', figure: 'orders', limit: 50 })).rows as { id: string }[]
  await shop.writing(async (scope) => sure(await shopCommands.changeOrder(scope, needs, ids[0]!.id, { state: 'returned' })))
  expect(await lines('person')).toEqual(before)
  const december = sure(await paybackLines(shop.reading(), { month: '2026-12', cut: 'person', months: '1' }))
  expect(december.lines).toMatchObject([{ key: 'mbak ayu', corrections: { count: 1, total: -35_000 }, profit: { net: -35_000 } }])
  expect(december.none.profit.net).toBe(0)
})

it('may be told of several months together, down to the opening balance', async () => {
  await shop.writing(async (scope) => sure(await effort.noteOpening(scope, { channel: 'facebook', memberId: null, minutes: 0, amount: 7_000, day: '2026-10-01', note: '' })))
  const [two, all] = [await queriesOf('3'), await queriesOf('all')]
  expect(told(two)).toEqual([['Mbak Ayu', 2, 20_000, 15_000], [null, 3, 55_000, 10_000]])
  expect(told(all)).toEqual([['Mbak Ayu', 2, 20_000, 15_000], [null, 3, 62_000, 3_000]])
  expect(two.from).toBe(month)
  expect(two.total.profit.net).toBe(25_000)
  expect(all.total.profit).toEqual((await queries.paybackMonths(shop.reading())).months.at(-1)!.cumulated)
  expect(await paybackLineRows(shop.reading(), { month: '2026-12', cut: 'person', months: 'all', figure: 'costs', limit: 50 })).toMatchObject({ sum: 62_000 })
})
const queriesOf = async (months: '3' | 'all') => sure(await paybackLines(shop.reading(), { month: '2026-12', cut: 'person', months }))

function sure<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`Refused: ${result.refused} ${JSON.stringify(result.values ?? {})}`)
  return result as Exclude<T, { readonly refused: string }>
}
