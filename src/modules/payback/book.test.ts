import fc from 'fast-check'
import { sql } from 'kysely'
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
import { areAsKept, type Rows } from './model/book.ts'
import { book } from './queries/book.ts'

const needs = { secrets: secretsFrom(Buffer.alloc(32, 7)) }
const ask = queries.bookDue
let engines: TestShop
let shop: TestShop
let tini: string

beforeAll(async () => {
  // Visits are in no figure here, and asking the stream of hits would take most of the time.
  engines = await testShop({ hits: false })
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

  it('stays unknown where a margin was, though the usual margin is said later; that is a correction, which the sum since the beginning knows', async () => {
    await noteOrder(september, { margin: null })
    shop.clock.set('2026-10-12T03:00:00Z')
    await close('2026-09')
    const read = await month('2026-09')
    expect(read.total.profit).toMatchObject({ net: null, estimated: 0, missing: { orders: 1 } })
    await noteOrder(instantAt('Asia/Jakarta', '2026-10-10'), { margin: null })
    expect((await month('2026-10')).total).toMatchObject({ profit: { net: null }, cumulated: { net: null } })

    await shop.writing((scope) => shopCommands.sayUsualMargin(scope, { salesPlace: null, from: null, keeps: 40, fee: null }))
    await correct()
    expect((await month('2026-09')).total).toEqual(read.total)
    expect((await month('2026-10')).total).toMatchObject({ orders: { margin: 24_000, marginEstimated: 1 }, corrections: { total: 24_000 }, profit: { net: 48_000, estimated: 1 }, cumulated: { net: 48_000 } })
    expect(await queries.paybackRows(shop.reading(), { month: '2026-10', figure: 'orders', limit: 50 })).toMatchObject({ rows: [{ margin: 24_000, estimated: true }] })
  })

  it('stays in its own currency as it was read: a rate that is corrected or comes late is a correction of the day it was said', async () => {
    const say = (rate: string, from = '2026-09-01', currency: 'SGD' | 'MYR' = 'SGD') => shop.writing(async (scope) => sure(await workspace.setRate(scope, {}, { currency, from, rate })))
    const again = (id: string) => shop.writing(async (scope) => sure(await shopCommands.changeOrder(scope, needs, id, { note: 'x' })))
    await shop.writing((scope) => shopCommands.sayUsualMargin(scope, { salesPlace: null, from: null, keeps: 50, fee: null }))
    await say('11000')
    const dollars = await noteOrder(september, { amount: 1000, currency: 'SGD', margin: null })
    const ringgit = await noteOrder(september, { amount: 1000, currency: 'MYR', margin: null })
    shop.clock.set('2026-10-12T03:00:00Z')
    await close('2026-09')
    const read = await month('2026-09')
    expect(read.total).toMatchObject({ orders: { count: 2, revenue: 110_000, withoutRate: 1, marginKnown: 55_000, marginMissing: 1 }, profit: { net: null } })

    await say('12000')
    await again(dollars.id)
    await say('3800', '2026-09-01', 'MYR')
    await again(ringgit.id)
    await correct()
    expect((await month('2026-09')).total).toEqual(read.total)
    expect((await month('2026-10')).total.corrections).toEqual({ count: 2, total: 5_000 + 19_000 })
    expect((await month('2026-10')).total.cumulated).toMatchObject({ net: 60_000 + 19_000 })
  })

  it("is corrected by what a later ads report says of it, once", async () => {
    const report = (amount: number, day: string) => ({ network: 'meta' as const, currency: 'IDR' as const, from: day, to: day, rows: 1, sum: amount, total: null, spreadRows: 0, sumRows: 0, failedRows: 0, errors: [], spends: [{ campaign: 'Sambal', adSet: '', day, channel: 'instagram' as const, amount }] })
    const take = (amount: number) => shop.writing(async (scope) => sure(await effort.takeAdsReport(scope, { report: report(amount, '2026-09-11'), fileName: 'iklan.csv' })))
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

describe('rows that are not sent', () => {
  /** The same rows with a space behind them: they are no longer known by their mark, so all of them are sent. */
  const withSpaces = (spaces: ' ' | '') => sql`update effort_closed_months set rows = (rtrim(rows::text) || ${spaces})::json where workspace_id = ${shop.workspaceId}`.execute(shop.database.writer)
  const all = async () => {
    const { months, ...others } = await queries.paybackMonths(shop.reading())
    return { months, ...others, each: await Promise.all(months.map((one) => month(one.month))), book: await book(shop.reading()) }
  }

  const rowsNow = () => Promise.all(['2026-08', '2026-09', '2026-10'].map(async (name) => (await queries.bookDue(shop.reading(), name)).rows))

  it('change no figure, whatever is changed afterwards: late and returned orders, margins, minutes, shared costs, worths and names', { timeout: 120_000 }, async () => {
    const when = fc.constantFrom('2026-08-31T16:59:00Z', '2026-08-31T17:00:00Z', '2026-09-10T05:00:00Z', '2026-09-30T16:59:00Z', '2026-09-30T17:00:00Z', '2026-10-31T16:30:00Z', '2026-11-02T05:00:00Z')
    const edit = fc.oneof(
      fc.record({ kind: fc.constant('order' as const), when, margin: fc.constantFrom(null, 0, 35_000), phone: fc.constantFrom(undefined, '081234567890') }),
      fc.record({ kind: fc.constant('change' as const), nth: fc.nat(9), to: fc.constantFrom({ state: 'returned' as const }, { state: 'cancelled' as const }, { state: 'done' as const }, { state: 'cod-failed' as const, returnCost: 9_000 }, { margin: 12_345 }, { foundUs: { answer: 'said' as const, channel: 'tiktok' as const } }) }),
      fc.record({ kind: fc.constant('minutes' as const), when, minutes: fc.integer({ min: 1, max: 90 }) }),
      fc.record({ kind: fc.constant('cost' as const), when, channel: fc.constantFrom(null, 'instagram' as const), amount: fc.integer({ min: 1, max: 99_999 }) }),
      fc.record({ kind: fc.constant('worth' as const), when, hourly: fc.integer({ min: 1, max: 77_777 }) }),
    )
    const dayOf = (at: string) => new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10)
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 6 }), fc.array(edit, { minLength: 1, maxLength: 5 }), async (before, after) => {
        await begin()
        const orders: string[] = []
        const make = async (one: typeof edit extends fc.Arbitrary<infer E> ? E : never) => {
          if (one.kind === 'order') orders.push((await noteOrder(new Date(one.when), { margin: one.margin, phone: one.phone })).id)
          else if (one.kind === 'change') {
            const id = orders[one.nth % Math.max(1, orders.length)]
            if (id) await shop.writing((scope) => shopCommands.changeOrder(scope, needs, id, one.to))
          } else if (one.kind === 'minutes') await spend(one.minutes, dayOf(one.when))
          else
            await shop.writing<unknown>(async (scope) =>
              one.kind === 'cost'
                ? sure(await effort.noteCost(scope, { channel: one.channel, kind: 'tool', day: dayOf(one.when), amount: one.amount }))
                : sure(await workspace.setWorth(scope, tini, dayOf(one.when), { by: 'wage', hourly: one.hourly })),
            )
        }
        shop.clock.set('2026-11-12T03:00:00Z')
        for (const one of before) await make(one)
        for (const name of ['2026-09', '2026-10']) await close(name)
        const asClosed = await all()
        for (const one of after) {
          await make(one)
          const kept = await all()
          await withSpaces(' ')
          expect(await all()).toEqual(kept)
          await withSpaces('')
          // September is reckoned apart from October, which is still written in; in February all of them are read as one.
          const asRead = await rowsNow()
          shop.clock.set('2027-02-12T03:00:00Z')
          expect(await rowsNow()).toEqual(asRead)
          shop.clock.set('2026-11-12T03:00:00Z')
        }
        // Its range is drawn with what the shop has shown since of how its orders vary.
        const [now, then] = [await all(), asClosed].map(({ each }) =>
          each.filter(({ closed }) => closed).map(({ total: { profit, orders, hours, costs } }) => ({ net: profit.net, known: profit.known, missing: profit.missing, orders, hours, costs })),
        )
        expect(now).toEqual(then)
      }),
      { numRuns: 10 },
    )
  })

  it('are those of months whose rows are as they were closed, and no others', async () => {
    await noteOrder(september, { margin: 35_000 })
    await spend(30, '2026-09-11')
    shop.clock.set('2026-11-12T03:00:00Z')
    for (const name of ['2026-09', '2026-10']) await close(name)
    const differing = async () => {
      const { closed } = await hours.bookKept(shop.reading())
      const due = await Promise.all(closed.map(async ({ month: name }) => queries.bookDue(shop.reading(), name)))
      return closed.filter(({ mark }, at) => !areAsKept(due[at]!.rows as Rows, mark)).map(({ month: name }) => name)
    }
    expect(await differing()).toEqual([])
    await shop.writing(async (scope) => sure(await effort.noteCost(scope, { channel: null, kind: 'tool', day: '2026-10-01', amount: 1, note: 'Kafé “satu” \\ 😀' })))
    expect(await differing()).toEqual(['2026-10'])
    await withSpaces(' ')
    expect(await differing()).toEqual(['2026-09', '2026-10'])
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
