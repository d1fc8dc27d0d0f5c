import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Agenda, Candidate } from '#contract/agenda.ts'
import { agenda as shopAgenda, commands as shopOf } from '#modules/shop'
import { commands as workspace, queries as workspaceOf } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { agenda as ownAgenda, commands, openAgenda, queries } from './index.ts'

const secrets = secretsFrom(Buffer.alloc(32, 3))

let first: TestShop
let shop: TestShop
let tini: string

beforeAll(async () => {
  first = await testShop({ hits: false })
})
beforeEach(async () => {
  shop = first.another()
  shop.clock.set('2026-11-18T01:00:00Z') // Wednesday 08:00 in Jakarta
  tini = await beginSambal(shop)
})
afterAll(() => first.close())

async function beginSambal(of: TestShop): Promise<string> {
  const loginId = newId()
  await of.writing((scope) =>
    workspace.beginShop(
      scope,
      { reserved: new Set() },
      { loginId, name: 'Bu Tini' },
      { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' },
    ),
  )
  return (await workspaceOf.memberOfLogin(of.reading(), loginId))!
}

// A wing that is not built: none of its words stands anywhere in coach.
const postId = newId()
const bees: Agenda<ReadScope> = {
  words: 'bees-agenda',
  kinds: {
    'feed-bees': { icon: 'sprout', gains: 'order', states: { hungry: { chance: 0.2, because: 'Bees tell each other.' } } },
    'count-bees': { icon: 'eye', gains: 'knowledge', once: true, states: { many: { chance: 0.001, because: 'Nobody did.' } } },
  },
  candidates: (_, { day }) => Promise.resolve([bee('feed-bees', 'hungry', postId), bee('count-bees', 'many', day)]),
}
const bee = (kind: string, state: string, subject: string): Candidate => ({
  kind,
  subject,
  state,
  minutes: 5,
  reason: { code: `${kind}-${state}`, values: { count: 3 } },
  action: { href: '/bees' },
  work: { channel: 'counter', activity: 'look' },
  ...(kind === 'feed-bees' && { trace: { by: 'post', of: subject } as const }),
})

const needs = { agenda: openAgenda([shopAgenda, bees]) }
const today = () => queries.today(shop.reading(), needs, { memberId: tini, owner: true })
const answer = (key: string, said: 'done' | 'later' | 'skipped', why: 'no-use' | 'not-mine' | null = null) =>
  shop.writing((scope) => commands.answerItem(scope, needs, { memberId: tini, key, answer: said, why }))
const feed = `feed-bees:${postId}`
const days = (count: number) => shop.clock.advance(count * 86_400_000)
const settle = () => shop.writing((scope) => commands.settleOutcomes(scope))
const outcomes = async () =>
  (
    await shop.database.pool.query<{ order_id: string | null; settled_at: Date | null }>(
      'select order_id, settled_at from coach_outcomes where workspace_id = $1 order by done_at',
      [shop.workspaceId],
    )
  ).rows

/** An order whose buyer was told by Mbak Ayu. */
async function orderByAyu(): Promise<string> {
  const noted = await shop.writing((scope) =>
    shopOf.noteOrder(scope, { secrets }, { amount: 50_000, margin: 30_000, foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } }),
  )
  if (isRefusal(noted)) throw new Error(noted.refused)
  return noted.id
}
const thanks = async () => (await today()).items.find(({ kind }) => kind === 'thank')
/** So many were done before, and so many of them brought an order. */
const past = (kind: string, state: string, done: number, orders: number) =>
  shop.database.pool.query(
    `insert into coach_outcomes select $1, $2, $3 || ':' || $4 || n, '2026-01-01', $3, $4, '2026-01-01', 'post', 'x',
      case when n <= $6 then gen_random_uuid() end, '2026-01-12' from generate_series(1, $5) n`,
    [shop.workspaceId, tini, kind, state, done, orders],
  )

describe('a module that coach has never heard of', () => {
  it('offers its candidates, is ranked by its own chances, and answered like any other', async () => {
    const { items } = await today()
    expect(items).toEqual([
      {
        key: feed,
        kind: 'feed-bees',
        words: 'bees-agenda',
        icon: 'sprout',
        state: 'hungry',
        minutes: 5,
        reason: { code: 'feed-bees-hungry', values: { count: 3 } },
        action: { href: '/bees' },
        work: { channel: 'counter', activity: 'look' },
        bring: 'likely',
        amount: null,
      },
      expect.objectContaining({ kind: 'count-bees', bring: 'knowledge', amount: null }),
    ])
    expect(await answer(feed, 'done')).toBeUndefined()
    expect(await today()).toMatchObject({ items: [{ kind: 'count-bees' }], done: [{ key: feed, words: 'bees-agenda', minutes: 5, bring: 'likely' }] })
    days(1)
    expect((await today()).items.map(({ kind }) => kind)).toEqual(['feed-bees', 'count-bees'])
  })

  it('may say that done is done for good', async () => {
    await answer('count-bees:2026-11-18', 'done')
    days(1)
    expect((await today()).items.map(({ key }) => key)).toContain('count-bees:2026-11-19')
    shop.clock.set('2026-11-18T05:00:00Z')
    expect((await today()).items.map(({ kind }) => kind)).toEqual(['feed-bees'])
  })

  it('is refused at the start where it takes the name of another', () => {
    expect(() => openAgenda([bees, { ...shopAgenda, words: 'hornets', kinds: bees.kinds }])).toThrow('feed-bees')
  })
})

describe('what was done', () => {
  it('is settled by the order that came of it, and a rerun changes nothing', async () => {
    await orderByAyu()
    await answer((await thanks())!.key, 'done')
    expect(await settle()).toBe(0)
    days(3)
    const orderId = await orderByAyu()
    shop.clock.advance(60_000)
    expect(await settle()).toBe(1)
    const settled = await outcomes()
    expect(settled).toEqual([{ order_id: orderId, settled_at: shop.clock.now() }])
    days(30)
    expect(await settle()).toBe(0)
    expect(await outcomes()).toEqual(settled)
  })

  it('brought nothing after ten days without one, however late the next comes', async () => {
    await orderByAyu()
    await answer((await thanks())!.key, 'done')
    days(8)
    await orderByAyu()
    expect(await settle()).toBe(0)
    days(2)
    expect(await settle()).toBe(1)
    expect(await outcomes()).toMatchObject([{ order_id: null }])
  })

  it('counts no order twice', async () => {
    await orderByAyu()
    await answer((await thanks())!.key, 'done')
    days(1)
    const orderId = await orderByAyu()
    expect(await settle()).toBe(1)
    // The order that came of the first thanks is a reason for the next; it stands before them.
    await answer((await thanks())!.key, 'done')
    days(11)
    expect(await settle()).toBe(1)
    expect((await outcomes()).map((one) => one.order_id)).toEqual([orderId, null])
  })

  it('is nothing to settle once it is taken back', async () => {
    await orderByAyu()
    const { key } = (await thanks())!
    await answer(key, 'done')
    await shop.writing((scope) => commands.takeBackAnswer(scope, { memberId: tini, key }))
    expect(await outcomes()).toEqual([])
    await answer(key, 'done')
    await answer(key, 'later')
    expect(await outcomes()).toEqual([])
  })

  it('moves the chances, and speaks of money from twenty outcomes of a kind on', async () => {
    await orderByAyu()
    await past('feed-bees', 'hungry', 19, 0)
    expect((await today()).items.map(({ kind }) => kind)).toEqual(['thank', 'feed-bees', 'count-bees'])
    // (20 × 0.2 + 0) ÷ (20 + 19) is one in ten.
    expect((await today()).items[1]).toMatchObject({ bring: 'likely', amount: null })
    await past('feed-bees', 'sated', 1, 1)
    // Four orders in 39 doings at a margin of Rp30.000.
    expect((await today()).items[1]).toMatchObject({ amount: Math.round((4 / 39) * 30_000) })
    await past('feed-bees', 'thirsty', 400, 400)
    expect((await today()).items[1]).toMatchObject({ amount: Math.round((4 / 39) * 30_000) })
  })

  it('is each shop’s own', async () => {
    await past('feed-bees', 'hungry', 100, 0)
    const other = first.another()
    const kak = await beginSambal(other)
    expect((await queries.today(other.reading(), needs, { memberId: kak, owner: true })).items[0]).toMatchObject({ kind: 'feed-bees', bring: 'likely' })
    expect((await today()).items[0]).toMatchObject({ kind: 'feed-bees', bring: 'perhaps' })
  })
})

describe('what is left out as of no use', () => {
  it('lowers its kind for this member, for a while', async () => {
    await orderByAyu()
    shop.clock.advance(60_000)
    await orderByAyu()
    const worths = async () => (await today()).items.map(({ kind }) => kind)
    expect(await worths()).toEqual(['thank', 'feed-bees', 'count-bees'])
    await answer((await thanks())!.key, 'skipped', 'no-use')
    days(1)
    await orderByAyu()
    // Thanks are worth 0.1 ÷ 2 a minute, halved; bees 0.2 ÷ 5.
    expect(await worths()).toEqual(['feed-bees', 'thank', 'count-bees'])
    await shop.writing((scope) => commands.answerItem(scope, needs, { memberId: tini, key: feed, answer: 'skipped', why: 'not-mine' }))
    expect(await worths()).toEqual(['thank', 'count-bees'])
  })
})

describe('the resolution that ends stage 3', () => {
  const own = { agenda: openAgenda([ownAgenda]) }
  const resolve = (wish: Parameters<typeof commands.resolve>[1]) => shop.writing((scope) => commands.resolve(scope, wish))
  const listOf = async (memberId = tini) => (await queries.today(shop.reading(), own, { memberId, owner: true })).items
  const said = async () => (await listOf()).map(({ reason }) => [reason.code, reason.values.name ?? null])
  const say = (key: string, what: 'done' | 'later' | 'skipped', memberId = tini) =>
    shop.writing((scope) => commands.answerItem(scope, own, { memberId, key, answer: what }))
  const keyFor = async (name: string) => (await listOf()).find(({ reason }) => reason.values.name === name)!.key
  const talked = async () => (await queries.stage(shop.reading(), tini)).resolution.people.map(({ name, talked: on }) => [name, on])

  it('comes back with its hour until each of it is done or left out', async () => {
    expect(await said()).toEqual([])
    await resolve({ autopostOff: true, hour: '06:30', people: ['Bu Sri', 'Mbak Ayu', 'Pak RT'] })
    // Two of a kind, as of everything: the third waits for its turn.
    expect(await listOf()).toHaveLength(2)
    expect((await listOf())[0]).toMatchObject({ kind: 'resolved', minutes: 5, reason: { code: 'resolved-talk-hour', values: { hour: '06:30' } }, work: { activity: 'talk' } })
    expect(JSON.stringify((await listOf()).map(({ key }) => key))).not.toMatch(/Sri|Ayu|RT/)

    const seen = new Set<unknown>()
    for (let name = (await said())[0]?.[1]; name; name = (await said())[0]?.[1]) {
      seen.add(name)
      await say(await keyFor(String(name)), seen.size === 1 ? 'later' : seen.size === 2 ? 'done' : 'skipped')
    }
    expect(seen).toEqual(new Set(['Bu Sri', 'Mbak Ayu', 'Pak RT']))
    days(1)
    // What was put off is there again; what was done or left out is not, not the next week either.
    const [[, putOff]] = (await said()) as [[string, string]]
    expect(putOff).toBe([...seen][0])
    days(7)
    expect(await said()).toEqual([['resolved-talk-hour', putOff]])
    await say(await keyFor(putOff), 'done')
    days(1)
    expect(await said()).toEqual([])
    expect((await talked()).filter(([, on]) => on !== null)).toHaveLength(2)
  })

  it('is done for the whole shop once one of them did it', async () => {
    const { id: wulan } = await shop.writing((scope) => workspace.addMember(scope, { name: 'Wulan' }))
    await resolve({ autopostOff: true, people: ['Bu Sri'] })
    expect(await listOf(wulan)).toMatchObject([{ reason: { code: 'resolved-talk', values: { name: 'Bu Sri' } } }])
    await say(await keyFor('Bu Sri'), 'done', wulan)
    expect(await said()).toEqual([])
    expect(await talked()).toEqual([['Bu Sri', '2026-11-18']])
  })

  it('asks for the automation too, while it is not said to be off', async () => {
    await resolve({ hour: '06:30', people: [] })
    expect(await said()).toEqual([['resolved-autopost', null]])
    await resolve({ autopostOff: true })
    expect(await said()).toEqual([])
  })

  it('leaves who is done as they are when others are named, and begins anew with who is named again', async () => {
    await resolve({ autopostOff: true, people: ['Bu Sri'] })
    await say(await keyFor('Bu Sri'), 'done')
    days(1)
    await resolve({ people: ['Bu Sri', 'Pak RT'] })
    expect(await said()).toEqual([['resolved-talk', 'Pak RT']])
    await resolve({ people: ['Pak RT'] })
    days(1)
    await resolve({ people: ['Pak RT', 'Bu Sri'] })
    expect(await listOf()).toHaveLength(2)
  })

  it('is gone when it is dropped, and is each shop’s own', async () => {
    await resolve({ people: ['Bu Sri'] })
    const other = first.another()
    const kak = await beginSambal(other)
    expect((await queries.today(other.reading(), own, { memberId: kak, owner: true })).items).toEqual([])
    await shop.writing((scope) => commands.dropResolution(scope))
    expect(await said()).toEqual([])
  })

  it('is settled by an order of whom was talked to', async () => {
    await resolve({ autopostOff: true, people: ['Mbak Ayu'] })
    await say(await keyFor('Mbak Ayu'), 'done')
    days(1)
    const orderId = await orderByAyu()
    expect(await settle()).toBe(1)
    expect(await outcomes()).toMatchObject([{ order_id: orderId }])
  })
})
