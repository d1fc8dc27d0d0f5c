import { expect, test } from 'vitest'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'
import { testShop } from '../../../tests/harness/index.ts'
import type { AccountLogin } from './adapter.ts'
import { connectAccount } from './commands/connect-account.ts'
import { pretendedNetwork } from './for-tests.ts'
import { NotBegun, openNetworks } from './networks.ts'

const post = { key: null, text: 'Sambal', language: 'id', writtenAt: new Date(), pictures: [] }

async function setUp() {
  const shop = await testShop({ hits: false })
  const logins: AccountLogin[] = []
  const told: string[] = []
  const network = pretendedNetwork()
  const adapter = {
    ...network,
    publish: {
      send: (_: unknown, login: AccountLogin) => {
        logins.push(login)
        login.keepSession(`tokens ${logins.length}`)
        return Promise.resolve({ is: 'published', remoteId: 'x', address: null } as const)
      },
    },
  }
  const networks = openNetworks({ secrets: secretsFrom(Buffer.alloc(32, 1)), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false, log: { warn: (_, message) => void told.push(message) }, registry: [adapter] })
  await shop.writing((scope) => workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }))
  const account = await shop.writing((scope) => connectAccount(scope, networks, { network: 'pretended', way: 'direct', handle: 'sambal', password: 'right' }))
  if ('refused' in account) throw new Error(account.refused)
  return { shop, logins, told, send: () => networks.send(shop.workspaceId, account.id, post), pool: shop.database.pool }
}

test('the tokens that a call leaves behind are there at the next one', async () => {
  const { send, logins, told } = await setUp()
  await send()
  await send()
  expect(logins.map(({ session }) => session)).toEqual(['tokens', 'tokens 1'])
  expect(told).toEqual([])
})

test('what the network answered is answered, also where its tokens can’t be kept', async () => {
  const { send, logins, told, pool } = await setUp()
  await pool.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$`)
  await pool.query('create trigger refuse before update on networks_accounts execute function refuse()')
  expect(await send()).toMatchObject({ is: 'published' })
  expect(told).toEqual(['what a call to a network left behind could not be kept'])
  await pool.query('drop trigger refuse on networks_accounts')
  expect(await send()).toMatchObject({ is: 'published' })
  expect(logins.map(({ session }) => session)).toEqual(['tokens', 'tokens'])
})

test('an account that can’t be opened sends nothing, and that is certain', async () => {
  const { send, logins, pool } = await setUp()
  await pool.query('alter table networks_accounts rename to networks_accounts_away')
  await expect(send()).rejects.toThrow(NotBegun)
  await pool.query('alter table networks_accounts_away rename to networks_accounts')
  expect(logins).toEqual([])
  expect(await send()).toMatchObject({ is: 'published' })
})
