import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { beginSambal, sure } from '../for-tests.ts'
import { acrossShops, commands, queries } from '../index.ts'
import { tables } from '../tables.ts'

let first: TestShop
let shop: TestShop
let tini: string
let wulan: string

beforeAll(async () => {
  first = await testShop({ hits: false })
})
beforeEach(async () => {
  shop = first.another()
  shop.clock.set('2026-11-18T02:00:00Z') // 09:00 in Jakarta
  ;({ tini, wulan } = await beginSambal(shop))
})
afterAll(() => first.close())

const minutes = (count: number) => shop.clock.advance(count * 60_000)
const start = (memberId = tini, more: { instead?: string } = {}) =>
  shop.writing((scope) => commands.startTimer(scope, { memberId, channel: 'instagram', activity: 'talk', ...more }))
const stop = (id: string, memberId = tini) => shop.writing((scope) => commands.stopTimer(scope, { memberId, id }))
const alive = () => shop.writing((scope) => commands.noteSignOfLife(scope, tini))
const state = (memberId = tini) => queries.timerState(shop.reading(), memberId)
const spent = () => queries.minutesSpent(shop.reading(), { from: '2026-01-01', to: '2026-12-31' })
const answer = (id: string, said: number) =>
  shop.writing((scope) => commands.answerForgotten(scope, { id, minutes: said, by: { memberId: tini, owner: true } }))
const announced = async () =>
  (await shop.database.pool.query<{ type: string }>('select type from platform_outbox where workspace_id = $1 order by id', [shop.workspaceId])).rows.map(
    (row) => row.type,
  )

describe('the timer', () => {
  it('counts from start to stop, on its channel', async () => {
    sure(await start())
    expect((await state()).running).toMatchObject({ channel: 'instagram', activity: 'talk', startedAt: '2026-11-18T02:00:00.000Z', boxMinutes: 30 })
    minutes(25)
    const { entry } = sure(await stop((await state()).running!.id))
    expect(entry).toMatchObject({ minutes: 25, footing: 'timer', spreadMinutes: 1, day: '2026-11-18', state: 'kept' })
    expect(await spent()).toEqual([
      { id: entry!.id, memberId: tini, channel: 'instagram', activity: 'talk', day: '2026-11-18', minutes: 25, footing: 'timer', spreadMinutes: 1 },
    ])
    expect((await announced()).slice(-3)).toEqual(['TimerStarted', 'TimerStopped', 'MinutesLogged'])
  })

  it('notes nothing of a slip of the finger', async () => {
    sure(await start())
    shop.clock.advance(20_000)
    expect(sure(await stop((await state()).running!.id)).entry).toBeNull()
    expect(await spent()).toEqual([])
    expect(isRefusal(await stop(newId()))).toBe(true)
  })

  it('runs once on two phones that start it in the same moment', async () => {
    const started = (await Promise.all([start(), start(), start()])).map((result) => sure(result).started)
    expect(started.filter(Boolean)).toHaveLength(1)
    minutes(10)
    const { running } = await state()
    const stopped = await Promise.all([stop(running!.id), stop(running!.id)])
    expect(stopped.map((result) => sure(result).entry?.id)).toEqual([running!.id, running!.id])
    expect((await spent()).map((entry) => entry.minutes)).toEqual([10])
  })

  it('shows what runs when the second phone starts, and changes over when asked to', async () => {
    sure(await start())
    minutes(7)
    const seen = (await state()).running!
    expect(sure(await start()).started).toBe(false)
    expect((await state()).running!.id).toBe(seen.id)
    expect(sure(await start(tini, { instead: seen.id })).started).toBe(true)
    // The other phone still sees the first one, and asks for the same change: nothing is cut off.
    minutes(3)
    expect(sure(await start(tini, { instead: seen.id })).started).toBe(false)
    sure(await stop((await state()).running!.id))
    expect((await spent()).map((entry) => entry.minutes)).toEqual([7, 3])
  })

  it('is each member’s own, and each shop’s own', async () => {
    sure(await start(tini))
    expect(sure(await start(wulan)).started).toBe(true)
    expect(isRefusal(await start(newId()))).toBe(true)
    const stranger = shop.another()
    await beginSambal(stranger)
    const id = (await state()).running!.id
    const cut = await stranger.writing((scope) => commands.stopTimer(scope, { memberId: tini, id }))
    expect(cut).toMatchObject({ refused: 'effort.timer-unknown' })
    expect((await state()).running?.id).toBe(id)
  })

  it('is kept apart by the database itself', async () => {
    sure(await start())
    minutes(30)
    sure(await stop((await state()).running!.id))
    await expect(
      shop.writing((scope) =>
        tables(scope)
          .insertInto('effortEntries')
          .values({
            workspaceId: shop.workspaceId,
            entryId: newId(),
            memberId: tini,
            channel: null,
            activity: 'other',
            day: '2026-11-18',
            minutes: 5,
            startedAt: new Date('2026-11-18T02:29:00Z'),
            endedAt: new Date('2026-11-18T02:34:00Z'),
            footing: 'timer',
            spreadMinutes: 1,
            state: 'kept',
            stateBefore: null,
            foundAt: null,
            notedAt: shop.clock.now(),
          })
          .execute(),
      ),
    ).rejects.toThrow('effort_entries_one_minute_once')
  })

  it('counts no minute twice when the machine’s clock is set back', async () => {
    sure(await start())
    minutes(30)
    sure(await stop((await state()).running!.id))
    minutes(-20)
    sure(await start())
    minutes(15)
    sure(await stop((await state()).running!.id))
    minutes(-10)
    sure(await start())
    minutes(25)
    sure(await stop((await state()).running!.id))
    // 09:00–09:30; 09:10–09:25 lies within; of 09:15–09:40 ten minutes are new.
    expect((await spent()).map((entry) => entry.minutes)).toEqual([30, 10])
  })
})

describe('midnight', () => {
  it('gives an evening past midnight to the evening', async () => {
    shop.clock.set('2026-11-18T16:50:00Z') // 23:50 in Jakarta
    sure(await start())
    minutes(30)
    sure(await stop((await state()).running!.id))
    expect((await spent()).map(({ day, minutes: said }) => [day, said])).toEqual([['2026-11-18', 30]])
  })

  it('goes by the shop’s own zone', async () => {
    await shop.writing((scope) => workspace.changeShop(scope, { reserved: new Set() }, { zone: 'Asia/Jayapura' }))
    shop.clock.set('2026-11-18T15:10:00Z') // 00:10 on the 19th in Jayapura, 22:10 on the 18th in Jakarta
    sure(await start())
    minutes(20)
    sure(await stop((await state()).running!.id))
    // The day was the zone's then; moving the shop later moves no past day.
    await shop.writing((scope) => workspace.changeShop(scope, { reserved: new Set() }, { zone: 'Asia/Jakarta' }))
    expect((await spent()).map(({ day }) => day)).toEqual(['2026-11-19'])
  })
})

describe('a forgotten timer', () => {
  it('is looked for only in shops where one runs', async () => {
    const look = () => acrossShops.shopsWithTimers(shop.database.writer)
    expect(await look()).not.toContain(shop.workspaceId)
    sure(await start())
    sure(await start(wulan))
    expect((await look()).filter((id) => id === shop.workspaceId)).toHaveLength(1)
  })

  it('stops itself at the last sign of life, and asks', async () => {
    sure(await start())
    minutes(12)
    await alive()
    minutes(34) // 09:46
    const told = (await state()).forgotten!
    expect(told).toMatchObject({ lastSignAt: '2026-11-18T02:12:00.000Z', offers: [12, 30, 46], mostMinutes: 46 })
    expect((await state()).running).toBeNull()

    expect(await shop.writing((scope) => commands.stopForgottenTimers(scope))).toBe(1)
    expect(await shop.writing((scope) => commands.stopForgottenTimers(scope))).toBe(0)
    expect((await spent()).map((entry) => entry.minutes)).toEqual([12])
    expect((await state()).forgotten?.id).toBe(told.id)

    const answered = sure(await answer(told.id, 30))
    expect(answered).toMatchObject({ minutes: 30, footing: 'guess', spreadMinutes: 15, endedAt: '2026-11-18T02:30:00.000Z' })
    expect((await state()).forgotten).toBeNull()
    expect(await answer(told.id, 20)).toMatchObject({ refused: 'effort.already-answered' })
  })

  it('can be answered before anything has written it down', async () => {
    sure(await start())
    minutes(50)
    const { id } = (await state()).forgotten!
    expect(sure(await answer(id, 50)).minutes).toBe(50)
  })

  it('stays timed when what it had counted was right, and goes when it was nothing', async () => {
    sure(await start())
    minutes(12)
    await alive()
    minutes(60)
    const one = (await state()).forgotten!
    expect(sure(await answer(one.id, 12))).toMatchObject({ minutes: 12, footing: 'timer' })
    sure(await start())
    minutes(60)
    const other = (await state()).forgotten!
    sure(await answer(other.id, 0))
    expect((await spent()).map((entry) => entry.minutes)).toEqual([12])
  })

  it('cannot have been longer than until it was found', async () => {
    sure(await start())
    minutes(50)
    const { id } = (await state()).forgotten!
    expect(await answer(id, 51)).toMatchObject({ refused: 'effort.longer-than-possible', values: { most: 50 } })
  })

  it('is not forgotten while somebody comes back in time', async () => {
    sure(await start())
    for (let check = 0; check < 5; check++) {
      minutes(14)
      await alive()
    }
    expect((await state()).running).not.toBeNull()
    minutes(6) // 76 minutes: past the longest, whoever looks
    await alive()
    expect((await state()).running).toBeNull()
    expect((await state()).forgotten?.offers).toEqual([30, 70, 75])
  })

  it('gives way to a new one, and to what was done meanwhile', async () => {
    sure(await start())
    minutes(50)
    sure(await start())
    expect((await state()).running?.startedAt).toBe('2026-11-18T02:50:00.000Z')
    // The old one still asks; its longest answer ends where the new one began.
    expect(sure(await answer((await state()).forgotten!.id, 50)).endedAt).toBe('2026-11-18T02:50:00.000Z')
    minutes(10)
    sure(await stop((await state()).running!.id))
    expect((await spent()).map((entry) => entry.minutes)).toEqual([50, 10])
  })
})
