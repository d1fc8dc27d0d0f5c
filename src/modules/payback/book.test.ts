import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { commands as effort, queries as hours } from '#modules/effort'
import { commands as shopCommands } from '#modules/shop'
import { commands as workspace, queries as workspaceQueries } from '#modules/workspace'
import { instantAt } from '#platform/clock'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { queries } from './index.ts'
import { book } from './queries/book.ts'

const needs = { secrets: secretsFrom(Buffer.alloc(32, 7)) }
const ask = queries.bookDue
let engines: TestShop
let shop: TestShop
let tini: string

beforeAll(async () => {
  engines = await testShop()
})
afterAll(() => engines.close())

type Zone = 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura' | 'Asia/Kuala_Lumpur'
async function begin(zone: Zone = 'Asia/Jakarta', at = '2026-09-02T03:00:00Z') {
  shop = engines.another()
  shop.clock.set(at)
  await shop.writing(async (scope) =>
    sure(await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: zone === 'Asia/Kuala_Lumpur' ? 'MY' : 'ID', currency: 'IDR', zone, worth: { by: 'wage', hourly: 24_000 } })),
  )
  tini = (await workspaceQueries.members(shop.reading()))[0]!.id
  shop.clock.set('2026-09-12T03:00:00Z')
}
beforeEach(() => begin())

const noteOrder = (orderedAt: Date, given: object = {}) =>
  shop.writing(async (scope) => sure(await shopCommands.noteOrder(scope, needs, { amount: 60_000, margin: 35_000, salesPlace: 'chat', state: 'done', foundUs: { answer: 'said', channel: 'instagram' }, orderedAt, ...given })))
const spend = (minutes: number, ...days: string[]) =>
  shop.writing(async (scope) => {
    for (const day of days) sure(await effort.logMinutes(scope, { memberId: tini, channel: 'instagram', activity: 'answer', day, minutes, footing: 'guess' }))
  })
const close = (month: string) => shop.writing((scope) => effort.closeMonth(scope, { ask, month, by: 'hand' }))
const correct = () => shop.writing((scope) => effort.keepCorrections(scope, ask))
const month = async (name: string) => sure(await queries.paybackMonth(shop.reading(), name))
const september = instantAt('Asia/Jakarta', '2026-09-10')

describe('a closed month', () => {
  it('stays as it was read, while a refund, a late cost and a corrected wage are noted on their own days', async () => {
    const order = await noteOrder(september)
    await noteOrder(september)
    await spend(30, '2026-09-11')
    shop.clock.set('2026-10-12T03:00:00Z')
    await close('2026-09')
    const read = await month('2026-09')
    expect(read).toMatchObject({ closed: true, total: { profit: { net: 2 * 35_000 - 12_000 } } })

    await shop.writing(async (scope) => sure(await shopCommands.changeOrder(scope, needs, order.id, { state: 'returned' })))
    // Found before anybody wrote it down, and the same after.
    expect((await month('2026-10')).total).toMatchObject({ corrections: { count: 1, total: -35_000 }, profit: { net: -35_000 } })
    await Promise.all([correct(), correct()])
    expect((await month('2026-10')).total.corrections).toEqual({ count: 1, total: -35_000 })
    shop.clock.set('2026-11-03T03:00:00Z')
    await shop.writing(async (scope) => {
      sure(await effort.noteCost(scope, { channel: 'instagram', kind: 'ads', day: '2026-09-30', amount: 7_500 }))
      sure(await workspace.setWorth(scope, tini, '2026-09-02', { by: 'wage', hourly: 30_000 }))
    })
    await correct()

    expect(await month('2026-09')).toEqual({ ...read, lastMonth: '2026-11', running: false, correctedLater: { count: 3, total: -45_500 }, change: null })
    expect((await month('2026-10')).total.profit.net).toBe(-35_000)
    expect((await month('2026-11')).total).toMatchObject({ corrections: { count: 2, total: -10_500 }, profit: { net: -10_500 }, cumulated: { net: 35_000 - 15_000 - 7_500 } })
    expect((await book(shop.reading())).months.find((one) => one.month === '2026-09')).toMatchObject({ known: 58_000, later: -45_500, recomputed: 12_500, closed: { by: 'hand' } })
    expect(await queries.paybackRows(shop.reading(), { month: '2026-11', figure: 'corrections', limit: 50 })).toMatchObject({ sum: -10_500, rows: [{ concerns: '2026-09' }, { concerns: '2026-09' }] })
  })

  it("is corrected by what a later ads report says of it, once", async () => {
    const report = (amount: number, day: string) => ({ network: 'meta' as const, from: day, to: day, rows: 1, sum: amount, total: null, spreadRows: 0, sumRows: 0, failedRows: 0, errors: [], spends: [{ campaign: 'Sambal', adSet: '', day, channel: 'instagram' as const, amount }] })
    const take = (amount: number) => shop.writing((scope) => effort.takeAdsReport(scope, { report: report(amount, '2026-09-11'), fileName: 'iklan.csv' }))
    await take(10_000)
    shop.clock.set('2026-10-12T03:00:00Z')
    await close('2026-09')
    const read = await month('2026-09')
    expect(read.total.profit.net).toBe(-10_000)

    const later = await take(12_500)
    await correct()
    await take(12_500)
    await correct()
    expect(await month('2026-09')).toMatchObject({ total: read.total, correctedLater: { count: 1, total: -2_500 } })
    expect((await month('2026-10')).total.corrections).toEqual({ count: 1, total: -2_500 })
    await shop.writing(async (scope) => sure(await effort.undoAdsReport(scope, later)))
    await correct()
    expect((await month('2026-10')).total.corrections).toEqual({ count: 2, total: 0 })
  })

  it('is closed once, when it is over, and by itself ten days later; the time before the shop began stays open', async () => {
    await noteOrder(instantAt('Asia/Jakarta', '2026-08-20'))
    await noteOrder(september)
    expect(await close('2026-09')).toMatchObject({ refused: 'effort.month-not-over' })
    shop.clock.set('2026-10-10T16:59:00Z')
    expect(await hours.closingsDue(shop.reading())).toEqual([])
    shop.clock.set('2026-10-10T17:00:00Z')
    expect(await hours.closingsDue(shop.reading())).toEqual(['2026-09'])
    await close('2026-09')
    expect(await close('2026-09')).toMatchObject({ refused: 'effort.month-closed' })
    expect(await hours.closingsDue(shop.reading())).toEqual([])
  })

  it.each([
    ['Asia/Jakarta', '+07:00'],
    ['Asia/Makassar', '+08:00'],
    ['Asia/Jayapura', '+09:00'],
    ['Asia/Kuala_Lumpur', '+08:00'],
  ] as const)('keeps an order of 23:30 on its last day in %s, and one of half an hour later out', async (zone, offset) => {
    await begin(zone)
    shop.clock.set('2026-10-12T03:00:00Z')
    await noteOrder(new Date(`2026-09-30T23:30:00${offset}`))
    await noteOrder(new Date(`2026-10-01T00:00:00${offset}`))
    await close('2026-09')
    expect((await month('2026-09')).total.orders.count).toBe(1)
    expect((await month('2026-10')).total.orders.count).toBe(1)
    // Noted late, at 23:30 of the month's last day.
    await noteOrder(new Date(`2026-09-30T23:30:00${offset}`), { margin: 10_000 })
    shop.clock.set(`2026-10-31T23:30:00${offset}`)
    await correct()
    shop.clock.set(`2026-11-01T00:30:00${offset}`)
    await correct()
    expect((await month('2026-10')).total).toMatchObject({ orders: { count: 1 }, corrections: { count: 1, total: 10_000 } })
    expect((await month('2026-11')).total.corrections.count).toBe(0)
  })
})

describe('the time before', () => {
  it('is in what is cumulated and in no month, and can be taken out and brought back', async () => {
    await noteOrder(september)
    const opening = await shop.writing(async (scope) => sure(await effort.noteOpening(scope, { channel: 'instagram', memberId: tini, minutes: 600, amount: 50_000, day: '2026-08-31', note: 'Belajar sendiri' })))
    expect((await month('2026-09')).total).toMatchObject({ profit: { net: 35_000 }, cumulated: { net: 35_000 - 240_000 - 50_000 }, breakEven: null })
    expect(await book(shop.reading())).toMatchObject({ openingTotal: -290_000, openings: [{ cost: 240_000, name: 'Bu Tini' }] })
    await shop.writing((scope) => effort.removeOpening(scope, opening.id))
    expect((await month('2026-09')).total.cumulated.net).toBe(35_000)
    await shop.writing((scope) => effort.restoreOpening(scope, opening.id))
    expect((await month('2026-09')).total.cumulated.net).toBe(-255_000)
  })

  it('says whose hours they were, and more than nothing', async () => {
    const note = (given: object) => shop.writing((scope) => effort.noteOpening(scope, { channel: null, memberId: null, minutes: 0, amount: 0, day: '2026-08-31', note: '', ...given }))
    expect(await note({})).toMatchObject({ refused: 'effort.opening-empty' })
    expect(await note({ minutes: 30 })).toMatchObject({ refused: 'effort.opening-without-member' })
    expect(await note({ minutes: 30, memberId: newId() })).toMatchObject({ refused: 'effort.member-unknown' })
    expect(await note({ amount: 1, day: '2026-09-13' })).toMatchObject({ refused: 'effort.day-ahead' })
  })
})

it('charges half an hour on each of 260 weekdays at $10 with $1,300', async () => {
  shop = engines.another()
  shop.clock.set('2026-12-31T12:00:00Z')
  await shop.writing(async (scope) =>
    sure(await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Heidi' }, { name: 'Shop', country: 'MY', currency: 'USD', zone: 'Asia/Kuala_Lumpur' })),
  )
  tini = (await workspaceQueries.members(shop.reading()))[0]!.id
  await shop.writing(async (scope) => sure(await workspace.setWorth(scope, tini, '2026-01-01', { by: 'wage', hourly: 10_00 })))
  const days = Array.from({ length: 364 }, (_, at) => new Date(Date.UTC(2026, 0, 1 + at))).filter((day) => day.getUTCDay() % 6 !== 0)
  expect(days).toHaveLength(260)
  await spend(30, ...days.map((day) => day.toISOString().slice(0, 10)))
  const { total } = await queries.paybackSpan(shop.reading(), { from: '2026-01-01', to: '2026-12-31' })
  expect(total.hours.cost).toBe(1_300_00)
})

function sure<T>(result: T): Exclude<T, { refused: string }> {
  if (isRefusal(result)) throw new Error(`Refused: ${result.refused}`)
  return result as Exclude<T, { refused: string }>
}
