import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { beginSambal, sure } from '../for-tests.ts'
import { commands, queries } from '../index.ts'

let first: TestShop
let shop: TestShop
let tini: string

beforeAll(async () => {
  first = await testShop({ hits: false })
})
beforeEach(async () => {
  shop = first.another()
  shop.clock.set('2026-11-18T02:00:00Z') // Wednesday 09:00 in Jakarta
  ;({ tini } = await beginSambal(shop))
})
afterAll(() => first.close())

const seconds = (count: number) => shop.clock.advance(count * 1000)
const start = (channel: 'instagram' | 'whatsapp', instead?: string) =>
  shop.writing((scope) => commands.startTimer(scope, { memberId: tini, channel, activity: 'talk', instead }))
const state = () => queries.timerState(shop.reading(), tini)
const running = async () => (await state()).running!
const pause = async () => sure(await shop.writing(async (scope) => commands.pauseTimer(scope, { memberId: tini, id: (await running()).id })))
const resume = () => shop.writing((scope) => commands.resumeTimer(scope, tini))
const stop = async () => sure(await shop.writing(async (scope) => commands.stopTimer(scope, { memberId: tini, id: (await running()).id })))
const spent = async () =>
  (await queries.minutesSpent(shop.reading(), { from: '2026-01-01', to: '2026-12-31' })).map(({ channel, minutes }) => [channel, minutes])

describe('a sitting', () => {
  it('goes from channel to channel, and its box counts them all', async () => {
    sure(await start('instagram'))
    seconds(10 * 60)
    sure(await start('whatsapp', (await running()).id))
    expect(await running()).toMatchObject({ channel: 'whatsapp', boxMinutes: 30, beforeSeconds: 600 })
    seconds(5 * 60)
    await stop()
    expect(await spent()).toEqual([
      ['instagram', 10],
      ['whatsapp', 5],
    ])
  })

  it('loses no second to a slip: what ran less than half a minute is the next one’s', async () => {
    sure(await start('instagram'))
    seconds(20)
    sure(await start('whatsapp', (await running()).id))
    seconds(40)
    await stop()
    expect(await spent()).toEqual([['whatsapp', 1]])
  })

  it('pauses and goes on, and the minutes between are nobody’s', async () => {
    sure(await start('instagram'))
    seconds(12 * 60)
    expect((await pause()).entry).toMatchObject({ minutes: 12 })
    expect(await state()).toMatchObject({ running: null, paused: { channel: 'instagram', beforeSeconds: 720, boxMinutes: 30 } })
    seconds(3 * 3600)
    sure(await resume())
    expect(await state()).toMatchObject({ running: { channel: 'instagram', beforeSeconds: 720 }, paused: null })
    seconds(6 * 60)
    await stop()
    expect(await spent()).toEqual([
      ['instagram', 12],
      ['instagram', 6],
    ])
  })

  it('is over with the day, or with another timer', async () => {
    sure(await start('instagram'))
    seconds(60)
    await pause()
    shop.clock.set('2026-11-18T17:00:00Z') // midnight in Jakarta
    expect((await state()).paused).toBeNull()
    expect(await resume()).toMatchObject({ refused: 'effort.timer-unknown' })
    sure(await start('whatsapp'))
    seconds(60)
    await pause()
    sure(await start('instagram'))
    expect(await state()).toMatchObject({ running: { channel: 'instagram', beforeSeconds: 0 }, paused: null })
  })

  it('has the length that its member chose', async () => {
    sure(await shop.writing((scope) => commands.setTimebox(scope, tini, { weekdays: [3, 3, 1], hour: '06:30', minutes: 20, weeklyMinutes: 40 })))
    sure(await start('instagram'))
    expect(await running()).toMatchObject({ boxMinutes: 20 })
    seconds(35 * 60)
    expect((await state()).forgotten).toBeNull()
    seconds(60)
    expect((await state()).forgotten).toMatchObject({ offers: [0, 20, 36] })
  })

  it('takes an hour that was chosen elsewhere, unless another was chosen since', async () => {
    const hour = async () => (await queries.effortToday(shop.reading(), { memberId: tini, day: '2026-11-18', draftsFrom: '2026-11-18' })).timebox
    const choose = (to: string, saidAt: Date) => shop.writing((scope) => commands.chooseHour(scope, { memberId: tini, hour: to, saidAt }))
    const said = shop.clock.now()
    await choose('06:30', said)
    expect(await hour()).toEqual({ weekdays: [1, 2, 3, 4, 5], hour: '06:30', minutes: 30, weeklyMinutes: 150 })
    seconds(1)
    sure(await shop.writing((scope) => commands.setTimebox(scope, tini, { weekdays: [3], hour: '20:00', minutes: 20, weeklyMinutes: 40 })))
    // The reaction that comes again after a kill.
    await choose('06:30', said)
    expect(await hour()).toMatchObject({ weekdays: [3], hour: '20:00' })
    seconds(1)
    await choose('05:30', shop.clock.now())
    expect(await hour()).toMatchObject({ weekdays: [3], hour: '05:30', minutes: 20 })
  })
})

describe('weeks kept', () => {
  const log = (day: string, minutes: number) =>
    shop.writing((scope) => commands.logMinutes(scope, { memberId: tini, channel: null, activity: 'look', day, minutes, footing: 'guess' }))
  const kept = () => queries.weeksKept(shop.reading(), { memberId: tini, day: '2026-11-18' })

  it('are counted from the first whole week, thirteen at most', async () => {
    expect(await kept()).toEqual({ kept: 0, of: 0, each: [] })
    // Thursday: its own week is not held against her.
    sure(await log('2026-10-29', 30))
    expect(await kept()).toEqual({ kept: 0, of: 2, each: [false, false] })
    for (const day of ['2026-11-02', '2026-11-03', '2026-11-04']) sure(await log(day, 30))
    expect(await kept()).toEqual({ kept: 1, of: 2, each: [true, false] })
    sure(await log('2026-11-08', 240))
    expect(await kept()).toEqual({ kept: 0, of: 2, each: [false, false] })
    sure(await log('2026-01-05', 5))
    expect((await kept()).of).toBe(13)
  })

  it('stay as they were when another timebox is chosen', async () => {
    for (const day of ['2026-11-02', '2026-11-03', '2026-11-04']) sure(await log(day, 30))
    expect(await kept()).toEqual({ kept: 1, of: 2, each: [true, false] })
    sure(await shop.writing((scope) => commands.setTimebox(scope, tini, { weekdays: [6], hour: null, minutes: 5, weeklyMinutes: 5 })))
    expect(await kept()).toEqual({ kept: 1, of: 2, each: [true, false] })
  })
})
