import { expect, test } from 'vitest'
import type { ConnectAccount } from '#contract/networks.ts'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { pretendedNetwork } from '../for-tests.ts'
import { openNetworks } from '../networks.ts'
import { accounts } from '../queries/accounts.ts'
import { followersByMonth, followersGained } from '../queries/followers-by-month.ts'
import { adapters } from '../registry.ts'
import { connectAccount } from './connect-account.ts'
import { forgetRemoved } from './forget-removed.ts'
import { noteFollowers } from './note-followers.ts'
import { putBackAccount, removeAccount } from './remove-account.ts'

function done<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`)
  return result as Exclude<T, { readonly refused: string }>
}

async function setUp() {
  const shop = await testShop({ hits: false })
  const networks = openNetworks({ secrets: secretsFrom(Buffer.alloc(32, 1)), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false, registry: [pretendedNetwork(), ...adapters] })
  await begin(shop)
  return {
    shop,
    networks,
    connect: (wish: Partial<ConnectAccount>) =>
      shop.writing((scope) => connectAccount(scope, networks, { network: 'pretended', way: 'direct', handle: 'sambal', password: 'right', ...wish })),
    list: () => accounts(shop.reading(), networks),
    row: async () => (await shop.database.pool.query<{ credentials: string | null; session: string | null }>('select credentials, session from networks_accounts')).rows[0]!,
  }
}

const begin = (shop: TestShop) =>
  shop.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }),
  )

test('an account is signed in to, and its secrets lie sealed', async () => {
  const { connect, list, row } = await setUp()
  expect(done(await connect({}))).toMatchObject({ handle: '@sambal', state: 'connected', networkName: 'Pretended', server: 'https://pretended.example', followers: null })
  expect(await list()).toHaveLength(1)
  const { credentials, session } = await row()
  expect(credentials).toMatch(/^k1\./)
  expect(session).toMatch(/^k1\./)
  expect(JSON.stringify(await list())).not.toContain('right')
})

test('what is wrong is refused in words, and nothing is kept', async () => {
  const { connect, list } = await setUp()
  expect(await connect({ password: 'wrong' })).toMatchObject({ refused: 'networks.password-wrong', where: 'password' })
  expect(await connect({ password: undefined })).toMatchObject({ refused: 'networks.password-needed' })
  expect(await connect({ network: 'myspace' })).toMatchObject({ refused: 'networks.network-unknown' })
  for (const server of ['pds.example/path', 'https://user:pass@pds.example', 'ftp://pds.example', 'not a host'])
    expect(await connect({ server }), server).toMatchObject({ refused: 'networks.server-unreadable' })
  expect(await list()).toEqual([])
})

test('connected again, under a new handle too, it is the same account', async () => {
  const { connect, list } = await setUp()
  const first = done(await connect({}))
  expect(done(await connect({ handle: 'sambalbutini', server: 'pds.example' }))).toMatchObject({ id: first.id, handle: '@sambalbutini', server: 'https://pds.example' })
  expect(await list()).toHaveLength(1)
})

test('a hand-over account is one tap, and two of a network are two', async () => {
  const { connect, list } = await setUp()
  const wish = { network: 'instagram', way: 'hand-over', password: undefined } as const
  const one = done(await connect({ ...wish, handle: '@sambal' }))
  expect(done(await connect({ ...wish, handle: '@SAMBAL' })).id).toBe(one.id)
  done(await connect({ ...wish, handle: '@grosir' }))
  expect((await list()).map(({ networkName, channel, way }) => [networkName, channel, way])).toEqual([
    ['Instagram', 'instagram', 'hand-over'],
    ['Instagram', 'instagram', 'hand-over'],
  ])
})

test('removed, it can be put back for ten minutes; then its password is forgotten', async () => {
  const { shop, networks, connect, list, row } = await setUp()
  const { id } = done(await connect({}))
  const remove = () => shop.writing((scope) => removeAccount(scope, id))
  const putBack = () => shop.writing((scope) => putBackAccount(scope, networks, id))
  done(await remove())
  expect(await remove()).toMatchObject({ refused: 'networks.account-unknown' })
  expect(await list()).toEqual([])
  expect(await forgetRemoved(shop.database.writer, shop.clock.now())).toBe(0)
  expect(done(await putBack())).toMatchObject({ state: 'connected' })

  done(await remove())
  shop.clock.advance(10 * 60_000 + 1)
  expect(await forgetRemoved(shop.database.writer, shop.clock.now())).toBe(1)
  expect(await row()).toEqual({ credentials: null, session: null })
  expect(await putBack()).toMatchObject({ refused: 'networks.put-back-too-late' })
  expect(done(await connect({})).id).toBe(id)
})

test('followers are noted by hand, corrected, and summed at each month’s end', async () => {
  const { shop, connect, list } = await setUp()
  const { id } = done(await connect({}))
  const note = (day: string, followers: number, of: { accountId?: string; channel?: 'facebook' } = { accountId: id }) =>
    shop.writing((scope) => noteFollowers(scope, { ...of, day, followers }))
  done(await note('2026-08-03', 10))
  done(await note('2026-08-31', 90))
  done(await note('2026-08-31', 100))
  done(await note('2026-11-18', 130))
  done(await note('2026-10-01', 40, { channel: 'facebook' }))
  expect(await followersByMonth(shop.reading())).toEqual([
    { month: '2026-08', followers: 100 },
    { month: '2026-09', followers: 100 },
    { month: '2026-10', followers: 140 },
    { month: '2026-11', followers: 170 },
  ])
  expect(await followersByMonth(shop.reading(), 'facebook')).toEqual([{ month: '2026-10', followers: 40 }])
  // The forty of October were there before somebody counted them.
  expect(await followersGained(shop.reading())).toEqual([{ month: '2026-09', gained: 0 }, { month: '2026-10', gained: 0 }, { month: '2026-11', gained: 30 }])
  expect((await list())[0]!.followers).toEqual({ count: 130, day: '2026-11-18' })
  expect(await note('2026-11-19', 1)).toMatchObject({ refused: 'networks.day-ahead' })
  expect(await note('2026-11-18', 1, {})).toMatchObject({ refused: 'networks.followers-of-nothing' })
  expect(await note('2026-11-18', 1, { accountId: newId() })).toMatchObject({ refused: 'networks.account-unknown' })

  const stranger = shop.another()
  await stranger.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'X' }, { name: 'Lain', country: 'MY', currency: 'MYR', zone: 'Asia/Kuala_Lumpur' }),
  )
  expect(await stranger.writing((scope) => noteFollowers(scope, { accountId: id, day: '2026-11-18', followers: 1 }))).toMatchObject({ refused: 'networks.account-unknown' })
  expect(await followersByMonth(stranger.reading())).toEqual([])
})
