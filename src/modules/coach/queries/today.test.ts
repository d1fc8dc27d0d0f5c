import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SkipReason } from '#contract/coach.ts'
import type { FoundUs } from '#contract/shop.ts'
import { agenda as effortAgenda, commands as effort } from '#modules/effort'
import { agenda as networksAgenda, commands as networks, openNetworks } from '#modules/networks'
import { agenda as publishingAgenda, commands as publishing, publishingJobs } from '#modules/publishing'
import { agenda as shopAgenda, commands as shopOf } from '#modules/shop'
import { commands as workspace, queries as workspaceOf } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { commands, openAgenda, queries } from '../index.ts'

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
  const loginId = newId()
  await shop.writing((scope) =>
    workspace.beginShop(
      scope,
      { reserved: new Set() },
      { loginId, name: 'Bu Tini' },
      { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' },
    ),
  )
  tini = (await workspaceOf.memberOfLogin(shop.reading(), loginId))!
})
afterAll(() => first.close())

const needs = { agenda: openAgenda([publishingAgenda, shopAgenda, networksAgenda, effortAgenda]) }
const today = () => queries.today(shop.reading(), needs, { memberId: tini, owner: true })
const kinds = async () => (await today()).items.map(({ kind, state }) => `${kind} ${state}`)
const answer = (key: string, said: 'done' | 'later' | 'skipped', why: SkipReason | null = null) =>
  shop.writing((scope) => commands.answerItem(scope, needs, { memberId: tini, key, answer: said, why }))
const order = (amount: number, foundUs?: FoundUs) => shop.writing((scope) => shopOf.noteOrder(scope, { secrets }, { amount, margin: amount / 2, foundUs }))
const days = (count: number) => shop.clock.advance(count * 86_400_000)

describe('Today', () => {
  it('is fine with nothing', async () => {
    expect(await today()).toEqual({
      day: '2026-11-18',
      now: '2026-11-18T01:00:00.000Z',
      restDay: false,
      nextBoxDay: '2026-11-19',
      box: { minutes: 30, hour: null, spent: 0 },
      week: { minutes: 0, limit: 150 },
      hole: null,
      items: [],
      more: 0,
      putOff: null,
      done: [],
      ended: null,
    })
  })

  it('offers what each module has, the most worthwhile minute first, each with its reason', async () => {
    await order(75_000)
    await order(150_000, { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu <b>' })
    const open = openNetworks({ secrets, scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false })
    const needs = { networks: open, publicAddress: () => ({ url: null, reachable: false }) }
    await shop.writing(async (scope) => {
      const account = await networks.connectAccount(scope, open, { network: 'instagram', way: 'hand-over', handle: 'sambalbutini' })
      if (isRefusal(account)) throw new Error(account.refused)
      const post = await publishing.writePost(scope, needs, { text: 'Sambal level 0,\nuntuk anak', accounts: [{ accountId: account.id }], pictures: [], link: null })
      if (isRefusal(post)) throw new Error(post.refused)
      const scheduled = await publishing.schedulePost(scope, needs, post.id, 'now')
      if (isRefusal(scheduled)) throw new Error(`${scheduled.refused} ${JSON.stringify(scheduled.values)}`)
    })
    const jobs = publishingJobs({
      database: shop.database,
      scopes: shop.scopes,
      clock: shop.clock,
      networks: open,
      media: { read: () => Promise.resolve(null) } as never,
      log: { error: () => {} },
    })
    await jobs.tick()
    await jobs.settled()
    await shop.writing((scope) =>
      effort.draftFromActivity(scope, { memberId: tini, channel: 'instagram', activity: 'write', at: shop.clock.now(), minutes: 10 }),
    )

    const { items } = await today()
    expect(items.map(({ kind, state, minutes }) => [kind, state, minutes])).toEqual([
      ['thank', 'fresh', 2],
      ['order-to-note', 'fresh', 1],
      ['hand-over', 'due', 3],
      ['drafts', 'waiting', 1],
      ['invite', 'first-ten', 5],
    ])
    expect(items[0]!.reason).toMatchObject({ code: 'thank-fresh', values: { name: 'Mbak Ayu <b>', count: 1 } })
    expect(items[0]!.key).not.toContain('Ayu')
    // It leads to what they brought.
    expect(new URL(items[0]!.action.href, 'http://x').searchParams.get('search')).toBe('Mbak Ayu <b>')
    expect(items[1]!.reason.values).toMatchObject({ amount: 75_000 })
    expect(items[2]!.reason.values).toMatchObject({ channel: 'instagram', text: 'Sambal level 0, untuk anak' })
    expect(items[3]!.reason).toEqual({ code: 'drafts-waiting', values: { count: 1, minutes: 10 } })
  })

  it('asks for the evening in the evening, until something was tapped', async () => {
    shop.clock.set('2026-11-18T09:59:00Z')
    expect(await kinds()).toEqual([])
    shop.clock.set('2026-11-18T10:00:00Z')
    expect(await kinds()).toEqual(['evening tonight'])
    await shop.writing((scope) => effort.noteEvening(scope, { memberId: tini, day: '2026-11-18', channel: 'x', minutes: 0 }))
    expect(await kinds()).toEqual([])
  })

  it('counts the timer into the thirty minutes, and asks about a forgotten one', async () => {
    await shop.writing((scope) => effort.startTimer(scope, { memberId: tini, channel: 'instagram', activity: 'talk' }))
    shop.clock.advance(12 * 60_000)
    expect((await today()).box).toEqual({ minutes: 30, hour: null, spent: 12 })
    shop.clock.advance(60 * 60_000)
    expect(await kinds()).toEqual(['forgotten-timer asking'])
    expect((await today()).box.spent).toBe(0)
  })

  it('says when it is none of the chosen days', async () => {
    shop.clock.set('2026-11-20T16:59:00Z') // still Friday in Jakarta
    expect(await today()).toMatchObject({ restDay: false, nextBoxDay: '2026-11-23' })
    shop.clock.set('2026-11-20T17:00:00Z')
    expect((await today()).restDay).toBe(true)
    await shop.writing((scope) => effort.setTimebox(scope, tini, { weekdays: [6, 7], hour: '06:30', minutes: 45, weeklyMinutes: 90 }))
    expect(await today()).toMatchObject({ restDay: false, nextBoxDay: '2026-11-22', box: { minutes: 45, hour: '06:30' }, week: { limit: 90 } })
  })

  it('says the black hole aloud, first of the day, then of the week', async () => {
    const spend = (day: string, minutes: number) =>
      shop.writing((scope) => effort.logMinutes(scope, { memberId: tini, channel: 'instagram', activity: 'look', day, minutes, footing: 'guess' }))
    await spend('2026-11-18', 37)
    expect((await today()).hole).toBeNull()
    await spend('2026-11-18', 23)
    expect((await today()).hole).toEqual({ of: 'day', minutes: 30, month: null })
    await spend('2026-11-17', 140)
    days(1)
    expect(await today()).toMatchObject({ hole: { of: 'week', minutes: 50, month: null }, week: { minutes: 200, limit: 150 } })
  })

  it('says what the last month left, beside the hole, to an owner only', async () => {
    await shop.writing(async (scope) => {
      await workspace.setWorth(scope, tini, '2026-01-01', { by: 'wage', hourly: 24_000 })
      await shopOf.noteOrder(scope, { secrets }, { amount: 50_000, margin: 35_000, orderedAt: new Date('2026-10-06T03:00:00Z'), foundUs: { answer: 'said', channel: 'instagram' } })
      for (const [day, minutes] of [['2026-10-06', 120], ['2026-11-18', 60]] as const)
        await effort.logMinutes(scope, { memberId: tini, channel: 'instagram', activity: 'look', day, minutes, footing: 'guess' })
    })
    expect((await today()).hole).toEqual({ of: 'day', minutes: 30, month: { month: '2026-10', hours: 48_000, net: 35_000 - 48_000 } })
    expect((await queries.today(shop.reading(), needs, { memberId: tini, owner: false })).hole).toEqual({ of: 'day', minutes: 30, month: null })
  })
})

describe('answers', () => {
  it('take a thing off the list, and undo puts it back', async () => {
    await order(75_000)
    const [item] = (await today()).items
    expect(await answer(item!.key, 'done')).toBeUndefined()
    expect(await today()).toMatchObject({ items: [], done: [{ key: item!.key, kind: 'order-to-note', reason: item!.reason }] })
    await shop.writing((scope) => commands.takeBackAnswer(scope, { memberId: tini, key: item!.key }))
    expect((await today()).items).toHaveLength(1)
    expect((await today()).done).toEqual([])
  })

  it('for later mean the next working day', async () => {
    shop.clock.set('2026-11-20T03:00:00Z') // Friday
    await order(75_000)
    const [item] = (await today()).items
    await answer(item!.key, 'later')
    expect(await kinds()).toEqual([])
    days(2)
    expect(await kinds()).toEqual([])
    days(1)
    expect((await today()).items.map(({ key }) => key)).toEqual([item!.key])
  })

  it('for later are told as put off, until when, and can all be brought back', async () => {
    shop.clock.set('2026-11-20T03:00:00Z') // Friday
    await order(75_000)
    await order(80_000)
    const keys = (await today()).items.map(({ key }) => key)
    for (const key of keys) await answer(key, 'later')
    expect(await today()).toMatchObject({ items: [], putOff: { count: 2, until: '2026-11-23' } })
    await shop.writing((scope) => commands.bringBack(scope, tini))
    expect((await today()).items.map(({ key }) => key)).toEqual(keys)
    expect((await today()).putOff).toBeNull()
    // What is done, or left out, is not put off.
    await answer(keys[0]!, 'done')
    await answer(keys[1]!, 'skipped')
    expect(await today()).toMatchObject({ items: [], putOff: null })
    await shop.writing((scope) => commands.bringBack(scope, tini))
    expect(await kinds()).toEqual([])
  })

  it('that leave something out hold for good', async () => {
    await order(75_000)
    const [item] = (await today()).items
    await answer(item!.key, 'skipped', 'no-use')
    days(10)
    expect(await kinds()).toEqual([])
  })

  it('of no use and outcomes are told where the order is explained', async () => {
    const kindOf = async (kind: string) => (await queries.worth(shop.reading(), needs, tini)).kinds.find((one) => one.kind === kind)!
    const byAyu: FoundUs = { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' }
    await order(50_000, byAyu)
    const published = { least: 0.06, most: 0.1 }
    expect(await kindOf('thank')).toMatchObject({ words: 'shop-agenda', gains: 'order', published, now: published, done: 0, orders: 0, liking: 1 })
    await answer((await today()).items[0]!.key, 'done')
    days(1)
    await order(60_000, { ...byAyu, detail: 'mbak ayu' })
    await shop.writing((scope) => commands.settleOutcomes(scope))
    expect(await kindOf('thank')).toMatchObject({ published, now: { least: 0.06, most: (20 * 0.1 + 1) / 21 }, done: 1, orders: 1, liking: 1 })
    await answer((await today()).items[0]!.key, 'skipped', 'no-use')
    expect(await kindOf('thank')).toMatchObject({ done: 1, orders: 1, liking: 0.5 })
    // Likeliest first, as they count for this member; every kind is told.
    const { kinds: told } = await queries.worth(shop.reading(), needs, tini)
    expect(told.map(({ kind }) => kind).sort()).toEqual(needs.agenda.kinds().map(({ name }) => name).sort())
    expect(told[0]!.now.most * told[0]!.liking).toBeGreaterThanOrEqual(told.at(-1)!.now.most * told.at(-1)!.liking)
  })

  it('of thanks hold until that person brings the next buyer', async () => {
    const byAyu: FoundUs = { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' }
    await order(50_000, byAyu)
    await answer((await today()).items[0]!.key, 'done')
    days(3)
    expect(await kinds()).toEqual([])
    await order(60_000, { ...byAyu, detail: 'mbak ayu' })
    expect(await kinds()).toEqual(['thank fresh'])
  })

  it('may be changed, but not given to what was never there', async () => {
    await order(75_000)
    const { key } = (await today()).items[0]!
    await answer(key, 'skipped')
    expect(await answer(key, 'later')).toBeUndefined()
    days(1)
    expect(await kinds()).toEqual(['order-to-note fresh'])
    expect(await answer('order-to-note:nothing', 'done')).toMatchObject({ refused: 'coach.item-unknown' })
  })

  it('are each member’s own and each shop’s own', async () => {
    await order(75_000)
    const { key } = (await today()).items[0]!
    await answer(key, 'skipped')
    const other = await shop.writing((scope) => workspace.addMember(scope, { name: 'Wulan' }))
    const wulan = isRefusal(other) ? '' : other.id
    expect((await queries.today(shop.reading(), needs, { memberId: wulan, owner: false })).items).toHaveLength(1)
  })
})

describe('the end of the day', () => {
  it('puts the list away until tomorrow, and stands', async () => {
    await order(75_000)
    await order(85_000)
    await answer((await today()).items[0]!.key, 'done')
    await shop.writing((scope) =>
      effort.logMinutes(scope, { memberId: tini, channel: 'whatsapp', activity: 'answer', day: '2026-11-18', minutes: 25, footing: 'guess' }),
    )
    const end = () => shop.writing((scope) => commands.endDay(scope, tini))
    const ended = await end()
    expect(ended).toEqual({ at: '2026-11-18T01:00:00.000Z', minutes: 25, done: 1 })
    shop.clock.advance(60_000)
    expect(await end()).toEqual(ended)
    expect(await today()).toMatchObject({ items: [], more: 1, ended: { ...ended, cost: null, weeks: { kept: 0, of: 0 } } })
    await shop.writing((scope) => workspace.setWorth(scope, tini, '2026-01-01', { by: 'wage', hourly: 24_000 }))
    expect((await today()).ended).toMatchObject({ cost: 10_000 })
    days(1)
    expect(await today()).toMatchObject({ ended: null, items: [{ kind: 'order-to-note' }, { kind: 'order-to-note' }] })
  })

  it('can be opened again', async () => {
    await order(75_000)
    await shop.writing((scope) => commands.endDay(scope, tini))
    await shop.writing((scope) => commands.reopenDay(scope, tini))
    expect(await today()).toMatchObject({ ended: null, items: [{ kind: 'order-to-note' }] })
  })
})
