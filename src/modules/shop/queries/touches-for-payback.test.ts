import { expect, test } from 'vitest'
import { testShop } from '../../../../tests/harness/index.ts'
import { begin, done, secrets } from '../for-tests.ts'
import { commands, queries, type NewOrder } from '../index.ts'

test('an order’s touches: its own, and those of the same buyer’s earlier orders, within the window', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const day = (n: number) => new Date(Date.UTC(2026, 9, n, 5))
  const note = async (order: Partial<NewOrder> & { orderedAt: Date }) =>
    done(await shop.writing((scope) => commands.noteOrder(scope, { secrets }, { amount: 50_000, ...order }))).id
  const by = (channel: 'instagram' | 'tiktok' | 'card', at: Date, how: 'code' | 'link' = 'code') => ({ channel, by: how, at })
  const ani = '081311112222'

  // Before the span, yet within the window of what follows.
  await note({ orderedAt: day(1), phone: ani, tracked: by('instagram', day(1)) })
  const cancelled = await note({ orderedAt: day(8), phone: ani, tracked: by('card', day(8)), state: 'cancelled' })
  const again = await note({ orderedAt: day(10), phone: ani, tracked: by('tiktok', day(9), 'link'), foundUs: { answer: 'said', channel: 'word-of-mouth' } })
  const known = await note({ orderedAt: day(12), phone: ani })
  const stranger = await note({ orderedAt: day(13), salesPlace: 'shopee', code: 'k7' })
  const returned = await note({ orderedAt: day(14), tracked: by('card', day(14)), state: 'returned' })
  const undone = await note({ orderedAt: day(15) })
  await shop.writing((scope) => commands.undoOrder(scope, undone))
  await note({ orderedAt: day(20) })

  const rows = await queries.touchesForPayback(shop.reading(), { from: day(2), to: day(20) }, 10)
  expect(rows.map(({ id }) => id)).toEqual([again, known, stranger])
  expect(rows.map(({ id }) => id)).not.toContain(cancelled)
  expect(rows.map(({ id }) => id)).not.toContain(returned)
  // Instagram is nine days old; whoever cancelled came by the card all the same.
  expect(rows[0]).toMatchObject({
    said: 'word-of-mouth',
    amount: 50_000,
    touches: [
      { channel: 'instagram', at: day(1), by: 'phone' },
      { channel: 'card', at: day(8), by: 'phone' },
      { channel: 'tiktok', at: day(9), by: 'link' },
    ],
  })
  // Two days later Instagram is out of the window, and what is known by the number stands once.
  expect(rows[1]!.touches).toEqual([
    { channel: 'card', at: day(8), by: 'phone' },
    { channel: 'tiktok', at: day(9), by: 'phone' },
  ])
  expect(rows[2]).toMatchObject({ salesPlace: 'shopee', code: 'k7', said: null, touches: [] })
  expect(await queries.touchesForPayback(shop.reading(), { from: day(2), to: day(20) }, 30)).toMatchObject([{ touches: { length: 3 } }, { touches: { length: 3 } }, {}])
  expect(await queries.touchesForPayback(shop.another().reading(), { from: day(1), to: day(31) }, 30)).toEqual([])
})
