import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { queries as shops } from '#modules/shop'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { testShop, type TestShop } from '../../tests/harness/index.ts'
import type { Kicau } from './compose.ts'
import { schedule } from './schedule.ts'

async function begin(shop: TestShop): Promise<TestShop> {
  await shop.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }),
  )
  await shop.hits.client.insert({
    table: 'analytics_hits',
    format: 'JSONEachRow',
    values: [{ workspace_id: shop.workspaceId, site_id: shop.workspaceId, at: '2026-11-17 03:00:00', kind: 'goal', name: 'lead', visitor: '1', channel: 'direct', path: '/' }],
  })
  return shop
}

test('a shop whose work fails takes that of no other', async () => {
  const first = await begin(await testShop())
  first.clock.advance(60_000)
  const second = await begin(first.another())
  await sql`update workspace_shops set zone = 'Nowhere/At-All' where workspace_id = ${first.workspaceId}`.execute(first.database.writer)

  const told: object[] = []
  const { database, scopes, clock } = first
  const kicau = { database, scopes, clock, log: { error: (fields: object) => told.push(fields) } } as unknown as Kicau
  await schedule(kicau, () => Promise.resolve(0)).find(({ name }) => name === 'goal-leads')!.run()
  expect(await shops.leads(second.reading())).toHaveLength(1)
  expect(told).toMatchObject([{ job: 'goal-leads', shop: first.workspaceId }])
})
