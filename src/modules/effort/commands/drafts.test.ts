import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '#contract/channels.ts'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { beginSambal, sure } from '../for-tests.ts'
import { commands, queries } from '../index.ts'
import { hoursOfWeek } from '../queries/hours-of-week.ts'

let first: TestShop
let shop: TestShop
let tini: string
let wulan: string

beforeAll(async () => {
  first = await testShop({ hits: false })
})
beforeEach(async () => {
  shop = first.another()
  shop.clock.set('2026-11-18T02:00:00Z')
  ;({ tini, wulan } = await beginSambal(shop))
})
afterAll(() => first.close())

const by = () => ({ memberId: tini, owner: true })
const minutes = (count: number) => shop.clock.advance(count * 60_000)
const did = (took: number, channel: Channel | null = 'instagram', at = shop.clock.now(), memberId = tini) =>
  shop.writing((scope) => commands.draftFromActivity(scope, { memberId, channel, activity: 'write', at, minutes: took }))
const week = () => hoursOfWeek(shop.reading(), by())
const drafts = async () => (await week()).drafts.map((draft) => [draft.channel, draft.minutes]).reverse()
const spent = async () => (await queries.minutesSpent(shop.reading(), { from: '2026-11-01', to: '2026-11-30' })).map((entry) => entry.minutes)
const start = () => shop.writing((scope) => commands.startTimer(scope, { memberId: tini, channel: 'instagram', activity: 'talk' }))
const stop = async () => {
  const { running } = await queries.timerState(shop.reading(), tini)
  return sure(await shop.writing((scope) => commands.stopTimer(scope, { memberId: tini, id: running!.id })))
}

describe('drafts', () => {
  it('count only once somebody keeps them', async () => {
    const before = await queries.spentVersions(shop.reading())
    const id = (await did(5))!
    expect(await drafts()).toEqual([['instagram', 5]])
    expect(await spent()).toEqual([])
    expect(await queries.spentVersions(shop.reading())).toEqual(before)
    const kept = sure(await shop.writing((scope) => commands.keepDraft(scope, { id, by: by() })))
    expect(kept).toMatchObject({ state: 'kept', footing: 'drafted', minutes: 5, spreadMinutes: 3 })
    expect(await spent()).toEqual([5])
    expect((await queries.spentVersions(shop.reading())).minutes).not.toBe(before.minutes)
    await shop.writing(async (scope) => sure(await commands.logMinutes(scope, { memberId: tini, channel: null, activity: 'look', day: '2026-11-16', minutes: 40, footing: 'guess' })))
    const parts = await queries.minutesInParts(shop.reading(), { parted: '2026-11-17', to: '2026-11-30' })
    expect([parts.before, parts.since].map((part) => part.map((entry) => entry.minutes))).toEqual([[40], [5]])
    expect([...parts.before, ...parts.since]).toEqual(await queries.minutesSpent(shop.reading(), { from: '2026-01-01', to: '2026-11-30' }))
    expect(parts.versions).toEqual(await queries.spentVersions(shop.reading(), '2026-11-17'))
    expect(await shop.writing((scope) => commands.keepDraft(scope, { id, by: by() }))).toMatchObject({ refused: 'effort.already-kept' })
  })

  it('grow into one stretch where one thing follows another', async () => {
    await did(5)
    minutes(8)
    await did(5)
    minutes(30)
    await did(5)
    minutes(2)
    await did(5, 'facebook')
    expect(await drafts()).toEqual([['instagram', 13], ['instagram', 5], ['facebook', 2]])
  })

  it('are drafted once when a reaction runs twice', async () => {
    const at = shop.clock.now()
    const id = await did(5, 'instagram', at)
    minutes(1)
    expect(await did(5, 'instagram', at)).toBeNull()
    expect(id).not.toBeNull()
    expect(await drafts()).toEqual([['instagram', 5]])
  })

  it('leave out what the timer counts already', async () => {
    sure(await start())
    minutes(20)
    expect(await did(5)).toBeNull()
    await stop()
    minutes(3)
    await did(5)
    expect(await drafts()).toEqual([['instagram', 3]])
    expect(await spent()).toEqual([20])
  })

  it('keep a timer alive', async () => {
    sure(await start())
    minutes(40)
    await did(5)
    minutes(14)
    expect((await queries.timerState(shop.reading(), tini)).running).not.toBeNull()
  })

  it('make room for what a forgotten timer turns out to have been', async () => {
    sure(await start())
    minutes(60)
    const draft = await did(10) // 09:50–10:00, after the timer fell silent
    expect(draft).not.toBeNull()
    const { forgotten } = await queries.timerState(shop.reading(), tini)
    sure(await shop.writing((scope) => commands.answerForgotten(scope, { id: forgotten!.id, minutes: 55, by: by() })))
    expect(await drafts()).toEqual([['instagram', 5]])
    expect(await spent()).toEqual([55])
  })

  it('are each member’s own', async () => {
    await did(5)
    await did(5, 'instagram', shop.clock.now(), wulan)
    expect(await drafts()).toEqual([['instagram', 5]])
    const [entry] = (await hoursOfWeek(shop.reading(), { memberId: wulan, owner: false })).drafts
    const cut = await shop.writing((scope) => commands.removeEntry(scope, { id: entry!.id, by: { memberId: tini, owner: false } }))
    expect(cut).toMatchObject({ refused: 'effort.not-yours' })
  })
})

describe('a timer that runs', () => {
  const post = newId()
  const done = (took: number, channel: Channel | null, given: { postId?: string; at?: Date } = {}) =>
    shop.writing((scope) => commands.draftFromActivity(scope, { memberId: tini, channel, activity: 'write', at: shop.clock.now(), minutes: took, follows: true, ...given }))
  const entries = async () => (await queries.minutesSpent(shop.reading(), { from: '2026-11-01', to: '2026-11-30' })).map(({ channel, activity, minutes }) => [channel, activity, minutes])

  it('goes over to what is done in Kicau, with the minutes that it took, and stays the same timer', async () => {
    sure(await start())
    const { running: before } = await queries.timerState(shop.reading(), tini)
    minutes(25)
    expect(await done(10, 'facebook')).toBeNull()
    const { running } = await queries.timerState(shop.reading(), tini)
    expect(running).toMatchObject({ id: before!.id, channel: 'facebook', activity: 'write', beforeSeconds: 15 * 60 })
    minutes(5)
    // Five minutes after the first one: it takes no minute of that.
    await done(10, 'tiktok')
    minutes(1)
    expect((await stop()).entry).toMatchObject({ channel: 'tiktok', minutes: 6 })
    expect((await entries()).sort()).toEqual([['facebook', 'write', 10], ['instagram', 'talk', 15], ['tiktok', 'write', 6]])
    // Corrected afterwards, like any other.
    const [entry] = (await week()).days.flatMap((day) => day.entries).filter(({ channel }) => channel === 'tiktok')
    expect(await shop.writing((scope) => commands.correctEntry(scope, { id: entry!.id, by: by(), channel: 'instagram', about: { kind: 'person', key: 'Bu Sri' } }))).toMatchObject({ channel: 'instagram', minutes: 6, footing: 'timer', about: { kind: 'person', key: 'Bu Sri' } })
  })

  it('goes over whole where it ran no longer than the thing took, and once though it hears twice', async () => {
    sure(await start())
    minutes(4)
    const at = shop.clock.now()
    await done(10, 'facebook', { at })
    minutes(3)
    await done(10, 'tiktok')
    await done(10, 'facebook', { at })
    expect((await queries.timerState(shop.reading(), tini)).running).toMatchObject({ channel: 'tiktok' })
    expect(await entries()).toEqual([['facebook', 'write', 4]])
  })

  it('knows which of its minutes were a post\'s', async () => {
    sure(await start())
    minutes(30)
    const at = shop.clock.now()
    for (const _ of [1, 2]) await done(10, 'instagram', { at, postId: post })
    const { entry } = await stop()
    minutes(3)
    const draft = (await done(10, 'instagram', { postId: post }))!
    const about = await queries.aboutOfEntries(shop.reading(), [entry!.id, draft])
    const ten = await queries.minutesSpent(shop.reading(), { from: '2026-11-01', to: '2026-11-30' })
    // The first twenty were talk; what is done changes the activity, and the channel stays.
    expect(ten.map(({ activity, minutes }) => [activity, minutes]).sort()).toEqual([['talk', 20], ['write', 10]])
    expect(about.map(({ kind, key, share }) => [kind, key, share])).toEqual([['post', post, 1], ['post', post, 1]])
    sure(await shop.writing((scope) => commands.correctEntry(scope, { id: entry!.id, by: by(), about: { kind: 'campaign', key: 'Lebaran' } })))
    expect(await queries.aboutOfEntries(shop.reading(), [entry!.id])).toEqual([{ entryId: entry!.id, kind: 'campaign', key: 'Lebaran', share: 1 }])
  })
})

describe('corrections', () => {
  it('of timed minutes are guesses from then on, and never overlap what else was timed', async () => {
    sure(await start())
    minutes(20)
    const { entry } = await stop()
    minutes(5)
    sure(await start())
    minutes(20)
    await stop()
    const correct = (said: number) => shop.writing((scope) => commands.correctEntry(scope, { id: entry!.id, by: by(), minutes: said }))
    expect(sure(await correct(25))).toMatchObject({ minutes: 25, footing: 'guess', spreadMinutes: 13 })
    expect(await correct(26)).toMatchObject({ refused: 'effort.minutes-overlap', values: { from: '09:25', to: '09:45' } })
    expect(sure(await correct(10)).minutes).toBe(10)
    expect(await spent()).toEqual([10, 20])
    const moved = await shop.writing((scope) => commands.correctEntry(scope, { id: entry!.id, by: by(), day: '2026-11-17' }))
    expect(moved).toMatchObject({ refused: 'effort.day-of-a-span' })
  })

  it('can be undone, unless the minute was given to another meanwhile', async () => {
    sure(await start())
    minutes(20)
    const { entry } = await stop()
    const remove = () => shop.writing((scope) => commands.removeEntry(scope, { id: entry!.id, by: by() }))
    const restore = () => shop.writing((scope) => commands.restoreEntry(scope, { id: entry!.id, by: by() }))
    await remove()
    await remove()
    expect(await spent()).toEqual([])
    expect(sure(await restore()).minutes).toBe(20)
    expect(await spent()).toEqual([20])
    await remove()
    const draft = await did(10)
    sure(await shop.writing((scope) => commands.keepDraft(scope, { id: draft!, by: by() })))
    expect(await restore()).toMatchObject({ refused: 'effort.minutes-overlap' })
    expect(await spent()).toEqual([10])
  })

  it('of a past day keep within the day’s 24 hours and out of the future', async () => {
    const log = (day: string, said: number) =>
      shop.writing((scope) =>
        commands.logMinutes(scope, { memberId: tini, channel: 'blog', activity: 'write', day, minutes: said, footing: 'guess' }),
      )
    const entry = sure(await log('2026-11-17', 1000))
    expect(await log('2026-11-17', 441)).toMatchObject({ refused: 'effort.day-full', values: { left: 440 } })
    expect(sure(await log('2026-11-17', 440)).minutes).toBe(440)
    expect(await log('2026-11-19', 10)).toMatchObject({ refused: 'effort.day-ahead' })
    const moved = await shop.writing((scope) => commands.correctEntry(scope, { id: entry.id, by: by(), day: '2026-11-16', minutes: 60 }))
    expect(sure(moved)).toMatchObject({ day: '2026-11-16', minutes: 60, spreadMinutes: 30 })
  })
})

describe('the week', () => {
  it('sums by day and channel, prices what it can, and names whose hour has no worth', async () => {
    const log = (memberId: string, channel: Channel, day: string, said: number) =>
      shop.writing((scope) => commands.logMinutes(scope, { memberId, channel, activity: 'talk', day, minutes: said, footing: 'timer' }))
    sure(await log(tini, 'instagram', '2026-11-18', 240))
    sure(await log(tini, 'whatsapp', '2026-11-18', 30))
    sure(await log(wulan, 'whatsapp', '2026-11-16', 60))
    sure(await log(tini, 'whatsapp', '2026-11-15', 10))
    const seen = await week()
    expect(seen).toMatchObject({
      from: '2026-11-16',
      to: '2026-11-22',
      minutes: 330,
      minutesBefore: 10,
      boxMinutes: 180,
      overMinutes: 180,
      worth: 112_500,
      unpricedMembers: ['Wulan'],
      byChannel: [
        { channel: 'instagram', minutes: 240 },
        { channel: 'whatsapp', minutes: 90 },
      ],
    })
    expect(seen.days.map(({ day, minutes: sum }) => [day, sum])).toEqual([['2026-11-18', 270], ['2026-11-16', 60]])
    const staff = await hoursOfWeek(shop.reading(), { memberId: wulan, owner: false })
    expect(staff).toMatchObject({ minutes: 60, worth: null, unpricedMembers: [], members: [{ id: wulan, name: 'Wulan' }] })
  })
})
