import { expect, test } from 'vitest'
import { queries as shops } from '#modules/shop'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { testShop } from '../../tests/harness/index.ts'
import type { Kicau } from './compose.ts'
import { react } from './reactions.ts'

test('the code of an experiment is a voucher of its channel, once, however often it is heard of', async () => {
  const shop = await testShop({ hits: false, at: '2026-11-18T03:00:00Z' })
  await shop.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }),
  )
  const hear = (voucher: object | null) =>
    react({ scopes: shop.scopes } as unknown as Kicau, { id: 1, workspaceId: shop.workspaceId, type: 'ExperimentBegun', payload: { experimentId: newId(), voucher }, announcedAt: shop.clock.now() })
  await hear(null)
  expect(await shops.vouchers(shop.reading())).toEqual([])
  for (const _ of [1, 2]) await hear({ code: 'SAMBAL10', channel: 'whatsapp', from: '2026-11-23', to: '2027-01-31' })
  expect(await shops.vouchers(shop.reading())).toMatchObject([{ code: 'SAMBAL10', channel: 'whatsapp', from: '2026-11-23', to: '2027-01-31', state: 'ahead' }])
})
