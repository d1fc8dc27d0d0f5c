import { afterAll, beforeAll, expect, it } from 'vitest'
import { commands as effort } from '#modules/effort'
import { commands as shopCommands, queries as shopQueries } from '#modules/shop'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { paybackLineRows, paybackLines } from './queries/payback-lines.ts'

const needs = { secrets: secretsFrom(Buffer.alloc(32, 7)) }
const asked = { month: '2026-11', cut: 'person' } as const
let shop: TestShop

beforeAll(async () => {
  shop = await testShop({ at: '2026-11-01T03:00:00Z' })
  await shop.writing(async (scope) =>
    sure(await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', worth: { by: 'wage', hourly: 24_000 } })),
  )
  shop.clock.set('2026-11-18T03:00:00Z')
})
afterAll(() => shop.close())

const order = (creator: string | undefined, detail: string | null = null) => {
  const given = { amount: 60_000, margin: 35_000, salesPlace: 'tiktok-shop' as const, ...(creator && { creator }), foundUs: { answer: 'said' as const, channel: detail ? ('word-of-mouth' as const) : ('tiktok' as const), detail } }
  return shop.writing(async (scope) => sure(await shopCommands.noteOrder(scope, needs, given)).id)
}
const lines = async () => sure(await paybackLines(shop.reading(), asked))

it('creators are persons by their handle, whose commission is a reward to it', async () => {
  await order('mama_masak')
  const again = await order('@Mama_Masak ')
  await order('mama.masak')
  await order(undefined, 'Mama Masak')
  await shop.writing(async (scope) => sure(await effort.noteCost(scope, { channel: 'tiktok', kind: 'reward', day: '2026-11-12', amount: 6_000, reward: { given: 'money', person: '@mama_masak' } })))
  const told = (await lines()).lines.map(({ key, name, orders, costs, profit }) => [key, name, orders.count, costs.total, profit.net])
  expect(told).toEqual([
    ['@mama_masak', '@mama_masak', 2, 6_000, 64_000],
    ['@mama.masak', '@mama.masak', 1, 0, 35_000],
    ['mama masak', 'Mama Masak', 1, 0, 35_000],
  ])
  expect(await paybackLineRows(shop.reading(), { ...asked, key: '@mama_masak', figure: 'orders', limit: 50 })).toMatchObject({ count: 2, sum: 70_000 })

  await shop.writing(async (scope) => sure(await shopCommands.changeOrder(scope, needs, again, { creator: null })))
  expect((await lines()).lines.find(({ key }) => key === '@mama_masak')).toMatchObject({ orders: { count: 1 } })
  expect((await lines()).none).toMatchObject({ orders: { count: 1 } })
  expect([await shopQueries.channelOfCreator(shop.reading(), '@Mama_Masak'), await shopQueries.channelOfCreator(shop.reading(), '@nobody')]).toEqual(['tiktok', null])
})

function sure<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`Refused: ${result.refused} ${JSON.stringify(result.values ?? {})}`)
  return result as Exclude<T, { readonly refused: string }>
}
