import { expect, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { commands, queries, type NewOrder } from '../index.ts'
import { ordersToComplete } from './orders-to-complete.ts'
import { peopleToThank } from './people-to-thank.ts'

test('a returning buyer is known by the number, and by the first order that stands', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const note = async (order: Partial<NewOrder> & { orderedAt: Date }) =>
    done(await shop.writing((scope) => commands.noteOrder(scope, { secrets }, { amount: 50_000, ...order }))).id
  const day = (n: number) => new Date(Date.UTC(2026, 9, n, 5))

  const first = await note({ orderedAt: day(1), phone: '081311112222', foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } })
  const cancelled = await note({ orderedAt: day(2), phone: '081333334444', state: 'cancelled', foundUs: { answer: 'said', channel: 'facebook' } })
  const back = await note({ orderedAt: day(5), phone: '+62 813 1111 2222', foundUs: { answer: 'said', channel: 'instagram' } })
  const afterCancelled = await note({ orderedAt: day(6), phone: '081333334444', foundUs: { answer: 'unsure' }, margin: 35_000 })
  const nobody = await note({ orderedAt: day(7), foundUs: { answer: 'not-asked' } })
  const undone = await note({ orderedAt: day(8) })
  await shop.writing((scope) => commands.undoOrder(scope, undone))
  await note({ orderedAt: day(31) })

  const rows = await queries.ordersForPayback(shop.reading(), { from: day(1), to: day(31) })
  expect(rows.map(({ id }) => id)).toEqual([first, cancelled, back, afterCancelled, nobody])
  expect(rows[0]).toMatchObject({ firstOfBuyer: true, said: 'word-of-mouth', saidAnswered: true, margin: null })
  expect(rows[2]).toMatchObject({ firstOfBuyer: false, said: 'instagram', buyerKey: rows[0]!.buyerKey })
  expect(rows[3]).toMatchObject({ firstOfBuyer: true, said: null, saidAnswered: true, margin: 35_000 })
  expect(rows[4]).toMatchObject({ firstOfBuyer: true, buyerKey: null, saidAnswered: false })

  // A part of the span tells of its orders what the whole tells, but for who had bought before.
  expect(await queries.ordersForPayback(shop.reading(), { from: day(5), to: day(31) })).toEqual(rows.slice(2).map((row) => ({ ...row, firstOfBuyer: true })))
  const parts = await queries.ordersInParts(shop.reading(), { parted: day(5), to: day(31) })
  expect(parts.before).toEqual(await queries.ordersForPayback(shop.reading(), { from: new Date(0), to: day(5) }))
  expect(parts.since).toEqual(await queries.ordersForPayback(shop.reading(), { from: day(5), to: day(31) }))
  expect(parts.version).toEqual(await queries.ordersVersion(shop.reading(), day(5)))
  const untilFive = (await queries.ordersVersion(shop.reading(), day(5))).before
  await note({ orderedAt: day(9), foundUs: { answer: 'not-asked' } })
  expect((await queries.ordersVersion(shop.reading(), day(5))).before).toBe(untilFive)
  await shop.writing((scope) => commands.changeOrder(scope, { secrets }, cancelled, { margin: 1 }))
  expect((await queries.ordersVersion(shop.reading(), day(5))).before).not.toBe(untilFive)

  // Taking the first order back makes the next one the first.
  const version = await queries.ordersVersion(shop.reading())
  expect(await queries.ordersVersion(shop.reading())).toEqual(version)
  await shop.writing((scope) => commands.undoOrder(scope, first))
  expect(await queries.ordersVersion(shop.reading())).not.toEqual(version)
  expect((await queries.ordersForPayback(shop.reading(), { from: day(1), to: day(31) }))[1]).toMatchObject({ id: back, firstOfBuyer: true })
  await shop.writing((scope) => commands.restoreOrder(scope, first))

  expect(await peopleToThank(shop.reading(), { since: day(1) })).toEqual([{ name: 'Mbak Ayu', orders: 1, latestAt: day(1) }])
  expect(await ordersToComplete(shop.reading())).toMatchObject([{ orderedAt: day(31) }])
})
