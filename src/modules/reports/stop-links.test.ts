import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { testShop } from '../../../tests/harness/index.ts'
import { revokeShare } from './commands/revoke-share.ts'
import { shareReport } from './commands/share-report.ts'
import { subscribe } from './commands/subscribe.ts'
import { beginShop, done, secrets, sell } from './for-tests.ts'
import { reportOfShops } from './queries/report-of-shops.ts'
import { sharedReport, shares } from './queries/shares.ts'
import { reportStop, stopLinksPlugin, stopToken } from './stop-links.ts'
import { tables } from './tables.ts'
import { queries as workspace } from '#modules/workspace'

// What stands open to whoever has an address.

test('an unsubscribe link: looking changes nothing, one POST ends it, and a made-up mark does nothing', async () => {
  const shop = await testShop({ hits: false })
  const { loginId, tini } = await beginShop(shop)
  await shop.writing((scope) => subscribe(scope, { loginId, owner: true }, { memberId: tini, kind: 'week', language: 'id' }))
  const db = shop.database.writer
  const running = () => tables({ db }).selectFrom('reportsSubscriptions').select(['id', 'endedAt']).executeTakeFirstOrThrow()
  const needs = { db, scopes: shop.scopes, secrets }
  const token = stopToken(secrets, (await running()).id)
  const app = Fastify()
  await app.register(stopLinksPlugin(needs))

  expect(await reportStop(needs, token)).toMatchObject({ language: 'id', button: 'Berhenti' })
  const forged = `${(await running()).id}.${'0'.repeat(32)}`
  expect(await reportStop(needs, forged)).toBeNull()
  const post = (of: string, url = `/r/stop/${of}`) => app.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'List-Unsubscribe=One-Click' })
  expect((await post(forged)).statusCode).toBe(404)
  expect((await running()).endedAt).toBeNull()

  expect((await post(token)).statusCode).toBe(200)
  expect((await running()).endedAt).not.toBeNull()
  expect(await reportStop(needs, token)).toMatchObject({ button: null })
  // Our own page goes back to itself.
  expect((await post(token, `/r/stop/${token}?page`)).headers.location).toBe(`/r/stop/${token}`)
  await app.close()
})

test('a share shows its report until it ends or is revoked; only a hash of its token is kept', async () => {
  const shop = await testShop({ hits: false })
  const { loginId } = await beginShop(shop)
  await sell(shop, '2026-11-10', { channel: 'whatsapp' })
  const make = (publicUrl: string | null, period = '2026-11-09') => shop.writing((scope) => shareReport(scope, { publicUrl, loginId }, { kind: 'week', period, language: 'en', days: 7 }))
  expect(await make(null)).toMatchObject({ refused: 'reports.address-missing' })
  expect(await make('https://toko.example', '2026-11-23')).toMatchObject({ refused: 'reports.period-unknown' })
  const share = done(await make('https://toko.example'))
  const token = share.url.split('/r/')[1]!
  expect(Buffer.from(token, 'base64url')).toHaveLength(16)
  const needs = { db: shop.database.writer, scopes: shop.scopes, clock: shop.clock }
  expect(await sharedReport(needs, token)).toMatchObject({ report: { of: 'Sambal Bu Tini', language: 'en', title: 'Week of 9 – 15 November 2026' } })
  const kept = JSON.stringify(await tables({ db: shop.database.writer }).selectFrom('reportsShares').selectAll().execute())
  expect(kept).not.toContain(token)
  for (const other of ['', 'x', token.slice(1), `${token}A`, token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))]) expect(await sharedReport(needs, other), other).toBeNull()

  expect(await shares(shop.reading(), 'id')).toHaveLength(1)
  expect(await shop.another().writing((scope) => revokeShare(scope, share.id))).toMatchObject({ refused: 'reports.share-unknown' })
  shop.clock.advance(7 * 86_400_000)
  expect(await sharedReport(needs, token)).toBeNull()
  expect(await shares(shop.reading(), 'id')).toEqual([])
  const second = done(await make('https://toko.example'))
  await shop.writing((scope) => revokeShare(scope, second.id))
  expect(await sharedReport(needs, second.url.split('/r/')[1]!)).toBeNull()
})

test('several shops stand side by side, each with its own, and nothing is added up', async () => {
  const one = await testShop({ hits: false })
  const other = one.another()
  await beginShop(one)
  await beginShop(other, { name: 'Kuih Kak Ros' })
  await sell(one, '2026-11-10', { channel: 'whatsapp' })
  const shops = await Promise.all([one, other].map((shop) => workspace.shopProfile(shop.reading())))
  const told = done(await reportOfShops({ scopes: one.scopes, clock: one.clock }, { kind: 'week', language: 'id', shops }))
  expect(told.tables[0]!.rows.map(({ cells, sum }) => [cells[0]!.text, cells[1]!.text, sum])).toEqual([['Sambal Bu Tini', 'Rp35.000', false], ['Kuih Kak Ros', 'Rp0', false]])
  expect(told.currency).toBeNull()
})
