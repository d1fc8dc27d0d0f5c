import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { openMediaStore } from '#platform/storage'
import { closeLink } from '../commands/close-link.ts'
import { makeLink } from '../commands/make-link.ts'
import { setConditions } from '../commands/set-conditions.ts'
import { begin, conditions, done, reachable } from '../for-tests.ts'
import { missedCodes } from '../queries/missed-codes.ts'
import { openRedirect } from './redirect.ts'

const made = (shop: TestShop, name: string) => shop.writing(async (scope) => done(await makeLink(scope, reachable, { kind: 'shop-page', channel: 'card', name })))
const slipOf = (code: string) => code.slice(0, -1) + (code.endsWith('z') ? 'x' : 'z')

async function served(shop: TestShop) {
  const intake = { recordAll: async () => {} }
  const redirect = openRedirect({ ...reachable, database: shop.database, scopes: shop.scopes, clock: shop.clock, intake, media: openMediaStore('/nonexistent') })
  const app = Fastify()
  await app.register(redirect.plugin)
  onTestFinished(() => app.close())
  onTestFinished(() => redirect.close())
  const open = async (code: string, { times = 1, method = 'GET' as 'GET' | 'HEAD', as = 'Mozilla/5.0 (Linux; Android 14) Mobile' } = {}) => {
    for (let n = 0; n < times; n++) expect((await app.inject({ method, url: `/l/${code}`, headers: { 'user-agent': as } })).statusCode).toBe(404)
  }
  return { open, written: () => redirect.close() }
}

test('codes that lead nowhere are counted for the shop that made them, or whose code was all but typed', async () => {
  const tini = await begin(await testShop({ hits: false }))
  const ros = await begin(tini.another(), { slug: 'kuih', country: 'MY' })
  const [open1, closed, over] = [await made(tini, 'Kartu'), await made(tini, 'Lama'), await made(tini, 'Habis')]
  const theirs = await made(ros, 'Kad')
  await tini.writing((scope) => closeLink(scope, closed.id))
  await tini.writing(async (scope) => done(await setConditions(scope, reachable, over.id, conditions({ lastDay: '2026-11-01' }))))
  const { open, written } = await served(tini)
  await open(slipOf(open1.code).toUpperCase(), { times: 3 })
  await open(closed.code, { times: 2 })
  await open(over.code)
  await open(slipOf(theirs.code))
  // Nobody's, no code at all, and nobody.
  await open('zzzzzzzzzz')
  await open('x')
  await open(closed.code, { method: 'HEAD' })
  await open(closed.code, { as: 'WhatsApp/2.23.20.0' })
  await written()

  const found = await missedCodes(tini.reading(), 30)
  expect(found.map(({ code, times, because, link }) => [code, times, because, link?.name])).toEqual([
    [slipOf(open1.code), 3, 'unknown', 'Kartu'],
    [closed.code, 2, 'closed', 'Lama'],
    [over.code, 1, 'over', 'Habis'],
  ])
  expect(found[0]!.lastDay).toBe('2026-11-18')
  expect((await missedCodes(ros.reading(), 30)).map(({ code, times }) => [code, times])).toEqual([[slipOf(theirs.code), 1]])

  tini.clock.advance(86_400_000)
  await open(closed.code, { times: 2 })
  await written()
  expect((await missedCodes(tini.reading(), 30))[0]).toMatchObject({ code: closed.code, times: 4, lastDay: '2026-11-19' })
  expect((await missedCodes(tini.reading(), 1)).map(({ code, times }) => [code, times])).toEqual([[closed.code, 2]])
})

test('where there is one shop, a code that resembles none is its own', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { open, written } = await served(shop)
  await open('promo2026')
  await written()
  expect(await missedCodes(shop.reading(), 30)).toEqual([{ code: 'promo2026', times: 1, lastDay: '2026-11-18', because: 'unknown', link: null }])
})

test('whoever tries codes out fills nobody’s list', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { code } = await made(shop, 'Kartu')
  const { open, written } = await served(shop)
  const tried = [...'abcdefghijklmnopqrstuvwxyz0123456789'].flatMap((letter) => [0, 1, 2, 3, 4].map((at) => code.slice(0, at) + letter + code.slice(at + 1)))
  for (const one of new Set(tried)) if (one !== code) await open(one)
  await written()
  // A list shows fifty, and a day keeps a hundred.
  expect(await missedCodes(shop.reading(), 30)).toHaveLength(50)
  await open(slipOf(code), { times: 60 })
  await written()
  const kept = await missedCodes(shop.reading(), 30)
  expect(kept.reduce((sum, { times }) => sum + times, 0)).toBeLessThanOrEqual(150)
})
