import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IncomingHit } from '#modules/analytics'
import { queries as coach } from '#modules/coach'
import { queries as effort } from '#modules/effort'
import { openNetworks } from '#modules/networks'
import { queries as payback } from '#modules/payback'
import { queries as workspace } from '#modules/workspace'
import { stoppedClock } from '#platform/clock'
import { newId } from '#platform/ids'
import type { ReadScope } from '#platform/scope'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../tests/harness/index.ts'
import { installSambalBuTini } from './install.ts'

const now = new Date('2026-11-22T03:00:00Z')
let shop: TestShop
let scope: ReadScope
let memberId: string
const hits: IncomingHit[] = []

beforeAll(async () => {
  shop = await testShop({ at: now.toISOString() })
  const secrets = secretsFrom(Buffer.alloc(32, 7))
  const networks = openNetworks({ secrets, scopes: shop.scopes, clock: stoppedClock(now), allowPrivateHosts: false })
  const needs = {
    database: shop.database,
    hits: shop.hits,
    intake: { record: async (hit: IncomingHit) => hits.push(hit) as never },
    networks,
    secrets,
    slugs: { reserved: new Set<string>() },
    address: 'https://kicau.example',
  }
  const profile = await installSambalBuTini(needs, { loginId: newId(), name: 'Tamu' }, now)
  scope = shop.scopes.reading(profile.id)
  memberId = (await workspace.members(scope)).find(({ name }) => name === 'Bu Tini')!.id
}, 180_000)
afterAll(() => shop.close())

test("its stages are the story's, found from its rows month by month", async () => {
  const { months, now: today, gates, next } = await coach.stage(scope, memberId)
  expect(months.map(({ stage }) => stage)).toEqual([1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6])
  expect(months[7]).toMatchObject({ stage: 3, towards: 4 })
  expect(months.map(({ provisional }) => provisional)).toEqual([true, true, ...Array<boolean>(13).fill(false)])
  expect(today).toMatchObject({ month: '2026-10', stage: 6, running: false })
  expect(gates.map(({ stands }) => stands)).toEqual(Array(12).fill('holds'))
  expect(next).toEqual({ kind: 'share' })
})

test("its behaviour is the story's: what is seen is seen, what is said is said", async () => {
  const { months, selfTest, disagreements, resolution, story } = await coach.stage(scope, memberId)
  const said = (index: number) => months[index]!.facts
  expect(said(1)).toMatchObject({ answered: { value: 0.1, by: 'said' }, firstReply: { value: 30, by: 'said' }, automaticPosts: { value: 8 / 11, by: 'seen' } })
  // A dozen orders can't be answered by just 45 in 100: whole answers, nearest to the story's shares.
  const foundUs = [0.2, 0.45, 0.52, 0.55, 0.58, 0.6, 0.61, 0.63, 0.64, 0.66]
  const orders = [9, 12, 19, 27, 31, 38, 46, 52, 49, 57]
  foundUs.forEach((share, index) => expect(Math.abs(said(index + 5).foundUs!.value - share)).toBeLessThanOrEqual(0.5 / orders[index]! + 1e-9))
  expect(said(0)).toEqual({ postsPerWeek: null, automaticPosts: null, answered: null, firstReply: null, withTools: null, foundUs: null })

  expect(selfTest).toMatchObject({ stage: 5, placed: 5, name: 'Bu Tini' })
  expect(disagreements).toMatchObject([{ shown: 3, placed: 5 }])
  expect(resolution).toMatchObject({ autopostOff: true, hour: '06:30', people: ['Bu Sri', 'Mbak Ayu', 'Pak RT'].map((name) => ({ name, talked: '2026-01-05' })) })
  expect(story).toEqual({ published: true, path: '/s/sambal-bu-tini/cerita' })
  const page = await coach.publicStory(scope)
  expect(page).toMatchObject({ shop: 'Sambal Bu Tini', language: 'id', month: '2026-08' })
  expect(page!.figures).toContainEqual({ figure: 'profit', value: 1_315_000 })
  expect(page!.figures).toContainEqual({ figure: 'paid-back', value: '2026-08' })
})

test('and its money is what it was, to the rupiah', async () => {
  const { months } = await payback.paybackMonths(scope)
  const net = months.map(({ profit }) => profit.net).slice(1, 15)
  expect(net).toEqual([-90, -80, -725, -1770, -835, -40, 237.5, 500, 590, 792.5, 1117.5, 1315, 1192.5, 1460].map((thousand) => thousand * 1000))
})

test('each order with a code came by a tap on its link, and by no other', async () => {
  const { rows } = await shop.database.pool.query<{ orders: number }>('select count(*)::int as orders from shop_orders where code is not null group by code order by 1')
  const taps = Map.groupBy(hits.filter(({ linkId }) => linkId), ({ linkId }) => linkId)
  expect([...taps.values()].map(({ length }) => length).toSorted((one, other) => one - other)).toEqual(rows.map(({ orders }) => orders))
})

test('its finished months closed themselves, each on its day, and nothing changed in them since', async () => {
  const { closed, corrections } = await effort.bookKept(scope)
  // 22 November: October is over for more than ten days.
  expect(closed).toHaveLength(15)
  expect(closed.at(-1)).toMatchObject({ month: '2026-10', by: 'itself', at: '2026-11-10T17:00:00.000Z' })
  expect(corrections).toEqual([])
  expect(await payback.bookDue(scope, null)).toEqual({ corrections: [], rows: null })
})
