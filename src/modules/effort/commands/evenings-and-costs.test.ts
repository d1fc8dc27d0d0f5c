import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EveningStep } from '#contract/effort.ts'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { commands as workspace } from '#modules/workspace'
import { beginSambal, sure } from '../for-tests.ts'
import { commands, queries } from '../index.ts'
import { costsOfMonth } from '../queries/costs-of-month.ts'
import { eveningOfDay } from '../queries/evening-of-day.ts'

let first: TestShop
let shop: TestShop
let tini: string

beforeAll(async () => {
  first = await testShop({ hits: false })
})
beforeEach(async () => {
  shop = first.another()
  shop.clock.set('2026-11-18T12:00:00Z')
  ;({ tini } = await beginSambal(shop))
})
afterAll(() => first.close())

const by = () => ({ memberId: tini, owner: true })
const day = '2026-11-18'
const tap = (minutes: EveningStep) => shop.writing((scope) => commands.noteEvening(scope, { memberId: tini, day, channel: 'instagram', minutes }))
const row = async () => (await eveningOfDay(shop.reading(), { memberId: tini, day })).rows.find(({ channel }) => channel === 'instagram')
const spent = () => queries.minutesSpent(shop.reading(), { from: day, to: day })

describe('the evening', () => {
  it('replaces one tap by the next, also when both phones tap at once', async () => {
    expect(await row()).toEqual({ channel: 'instagram', minutes: null, loggedMinutes: 0 })
    const before = await queries.spentVersions(shop.reading())
    await tap(30)
    const after = await queries.spentVersions(shop.reading())
    expect(after).toEqual({ ...before, minutes: after.minutes })
    expect(after.minutes).not.toBe(before.minutes)
    expect(await spent()).toMatchObject([{ minutes: 30, footing: 'evening', spreadMinutes: 15, activity: 'outside' }])
    await Promise.all([tap(60), tap(60)])
    expect(await spent()).toMatchObject([{ minutes: 60, spreadMinutes: 30 }])
    await tap(0)
    expect(await spent()).toEqual([])
    expect((await row())?.minutes).toBe(0)
    await tap(15)
    expect((await row())?.minutes).toBe(15)
  })

  it('asks for what is not on record yet', async () => {
    const log = { memberId: tini, channel: 'instagram', activity: 'talk', day, minutes: 20, footing: 'timer' } as const
    sure(await shop.writing((scope) => commands.logMinutes(scope, log)))
    await tap(30)
    expect(await row()).toEqual({ channel: 'instagram', minutes: 30, loggedMinutes: 20 })
    expect((await queries.effortToday(shop.reading(), { memberId: tini, day, draftsFrom: day })).eveningNoted).toBe(true)
  })

  it('gets its old answer back when a removal is undone', async () => {
    await tap(120)
    const [entry] = await spent()
    await shop.writing((scope) => commands.removeEntry(scope, { id: entry!.id, by: by() }))
    expect((await row())?.minutes).toBeNull()
    await tap(15)
    sure(await shop.writing((scope) => commands.restoreEntry(scope, { id: entry!.id, by: by() })))
    expect(await spent()).toMatchObject([{ minutes: 120 }])
    expect((await row())?.minutes).toBe(120)
  })

  it('is no evening that is still to come', async () => {
    const ahead = await shop.writing((scope) => commands.noteEvening(scope, { memberId: tini, day: '2026-11-19', channel: 'x', minutes: 15 }))
    expect(ahead).toMatchObject({ refused: 'effort.day-ahead' })
  })
})

describe('costs', () => {
  it('are noted, changed, removed and brought back', async () => {
    const ads = sure(
      await shop.writing((scope) => commands.noteCost(scope, { channel: 'facebook', kind: 'ads', day, amount: 150_000, note: '<script>alert(1)</script>' })),
    )
    const tool = sure(await shop.writing((scope) => commands.noteCost(scope, { channel: null, kind: 'tool', day: '2026-11-01', amount: 50_000 })))
    const costs = () => queries.costsNoted(shop.reading(), { from: '2026-11-01', to: '2026-11-30' })
    expect(await costs()).toEqual([
      { id: tool.id, channel: null, kind: 'tool', day: '2026-11-01', amount: 50_000, note: '', reward: null },
      { id: ads.id, channel: 'facebook', kind: 'ads', day, amount: 150_000, note: '<script>alert(1)</script>', reward: null },
    ])
    expect(sure(await shop.writing((scope) => commands.changeCost(scope, { id: ads.id, amount: 100_000 })))).toMatchObject({ amount: 100_000, kind: 'ads' })
    expect(sure(await shop.writing((scope) => commands.changeCost(scope, { id: ads.id })))).toMatchObject({ amount: 100_000 })
    expect(await shop.writing((scope) => commands.changeCost(scope, { id: ads.id, amount: 0 }))).toMatchObject({ refused: 'effort.cost-nothing', where: 'amount' })
    expect(await shop.writing((scope) => commands.noteCost(scope, { channel: null, kind: 'tool', day, amount: 0 }))).toMatchObject({ refused: 'effort.cost-nothing', where: 'amount' })
    expect(await costsOfMonth(shop.reading(), '2026-11')).toMatchObject({
      total: 150_000,
      byChannel: [
        { channel: 'facebook', amount: 100_000 },
        { channel: null, amount: 50_000 },
      ],
    })
    await shop.writing((scope) => commands.removeCost(scope, ads.id))
    expect(await costs()).toHaveLength(1)
    expect(await shop.writing((scope) => commands.changeCost(scope, { id: ads.id, amount: 1 }))).toMatchObject({ refused: 'effort.cost-unknown' })
    sure(await shop.writing((scope) => commands.restoreCost(scope, ads.id)))
    expect(await costs()).toHaveLength(2)
    const stranger = shop.another()
    await beginSambal(stranger)
    expect(await stranger.writing((scope) => commands.removeCost(scope, ads.id))).toMatchObject({ refused: 'effort.cost-unknown' })
    expect(await shop.writing((scope) => commands.noteCost(scope, { channel: null, kind: 'fee', day: '2026-11-19', amount: 1 }))).toMatchObject({
      refused: 'effort.day-ahead',
    })
  })

  it('are rewards too, each with whom it was given to, and never shared by all channels', async () => {
    const note = (given: object) => shop.writing((scope) => commands.noteCost(scope, { channel: null, kind: 'reward', day, amount: 30_000, ...given }))
    const reward = { given: 'goods', person: 'Mbak Ayu' } as const
    expect(await note({})).toMatchObject({ refused: 'effort.reward-of-whom' })
    expect(await note({ kind: 'fee', reward })).toMatchObject({ refused: 'effort.reward-of-whom' })
    const noted = sure(await note({ reward }))
    expect(noted).toMatchObject({ channel: 'word-of-mouth', kind: 'reward', amount: 30_000, reward })
    const change = (given: object) => shop.writing((scope) => commands.changeCost(scope, { id: noted.id, ...given }))
    // One of the last jars, that nobody would have bought any more.
    expect(await change({ kind: 'reward', amount: 0, reward })).toMatchObject({ amount: 0 })
    expect(await change({ channel: null, amount: 25_000 })).toMatchObject({ channel: 'word-of-mouth', amount: 25_000, reward })
    expect(await change({ reward: { given: 'money', person: 'Bu Sri' } })).toMatchObject({ refused: 'effort.reward-of-whom' })
    expect(await change({ kind: 'reward', reward: { given: 'money', person: 'Bu Sri' } })).toMatchObject({ reward: { given: 'money', person: 'Bu Sri' } })
    // A creator's is of the channel they sell by; as long as nothing was sold, of TikTok.
    expect(await note({ reward: { given: 'money', person: '@mama_masak' } })).toMatchObject({ channel: 'tiktok' })
    const sells = () => Promise.resolve('instagram' as const)
    expect(await shop.writing((scope) => commands.noteCost(scope, { channel: null, kind: 'reward', day, amount: 1, reward: { given: 'money', person: '@mama_masak' } }, sells))).toMatchObject({ channel: 'instagram' })
    expect(await change({ kind: 'fee' })).toMatchObject({ channel: null, kind: 'fee', reward: null })
  })
})

describe('a cost in another currency', () => {
  const rate = (from: string, rate: string | null) => shop.writing(async (scope) => sure(await workspace.setRate(scope, {}, { currency: 'USD', from, rate })))
  const note = (given: object = {}) => shop.writing((scope) => commands.noteCost(scope, { channel: 'instagram', kind: 'ads', day, amount: 1_250, currency: 'USD', ...given }))
  const costs = async () => (await costsOfMonth(shop.reading(), '2026-11')).items.map(({ amount, original }): [number, number | undefined] => [amount, original?.amount]).sort(([one], [other]) => one - other)

  it('is refused without a rate of its day; with one it keeps what was paid, and follows', async () => {
    await rate('2026-11-19', '16000')
    expect(await note()).toMatchObject({ refused: 'effort.no-rate', values: { currency: 'USD', day } })
    await rate('2026-11-01', '16400')
    const { id } = sure(await note())
    await shop.writing((scope) => commands.noteCost(scope, { channel: null, kind: 'tool', day, amount: 10_000 }))
    expect(await costs()).toEqual([[10_000, undefined], [205_000, 1_250]])
    await rate('2026-11-15', '16800')
    await shop.writing((scope) => commands.reckonCosts(scope, { currency: 'USD', from: '2026-11-15' }))
    expect(await costs()).toEqual([[10_000, undefined], [210_000, 1_250]])
    sure(await shop.writing((scope) => commands.changeCost(scope, { id, day: '2026-11-10' })))
    expect(await costs()).toContainEqual([205_000, 1_250])
    sure(await shop.writing((scope) => commands.changeCost(scope, { id, amount: 1_000 })))
    expect(await costs()).toContainEqual([164_000, 1_000])
    sure(await shop.writing((scope) => commands.changeCost(scope, { id, note: 'Meta' })))
    // Taken back, it keeps what it came to.
    await rate('2026-11-01', null)
    await shop.writing((scope) => commands.reckonCosts(scope, { currency: 'USD', from: '2026-11-01' }))
    expect(await costs()).toContainEqual([164_000, 1_000])
    sure(await shop.writing((scope) => commands.changeCost(scope, { id, amount: 150_000, currency: 'IDR' })))
    expect(await costs()).toContainEqual([150_000, undefined])
  })

  it('of an ads report is found again by its own sum, whatever the rate; undone, all is as it was', async () => {
    await rate('2026-11-01', '16000')
    const report = (...amounts: number[]) => ({ network: 'meta' as const, currency: 'USD' as const, from: '2026-11-02', to: '2026-11-03', rows: 2, sum: 0, total: null, spreadRows: 0, sumRows: 0, failedRows: 0, errors: [], spends: amounts.map((amount, at) => ({ campaign: 'A', adSet: '', day: `2026-11-0${at + 2}`, channel: 'instagram' as const, amount })) })
    const take = (...amounts: number[]) => shop.writing(async (scope) => sure(await commands.takeAdsReport(scope, { report: report(...amounts), fileName: 'iklan.csv' })))
    const versions = () => queries.spentVersions(shop.reading())
    await take(100, 250)
    expect(await costs()).toEqual([[16_000, 100], [40_000, 250]])
    await rate('2026-11-03', '17000')
    await shop.writing((scope) => commands.reckonCosts(scope, { currency: 'USD', from: '2026-11-03' }))
    expect(await costs()).toEqual([[16_000, 100], [42_500, 250]])
    const before = await versions()
    await take(100, 250)
    expect(await versions()).toEqual(before)
    const later = await take(300, 0)
    expect(await costs()).toEqual([[48_000, 300]])
    sure(await shop.writing((scope) => commands.undoAdsReport(scope, later)))
    expect(await costs()).toEqual([[16_000, 100], [42_500, 250]])
    expect(await shop.writing((scope) => commands.takeAdsReport(scope, { report: { ...report(100, 250), currency: 'IDR' }, fileName: 'iklan.csv' }))).toMatchObject({ refused: 'effort.ads-other-currency' })
  })
})

