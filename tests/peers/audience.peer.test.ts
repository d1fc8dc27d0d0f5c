import { AtpAgent } from '../../node_modules/@atproto/api/dist/index.js'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Account } from '../../src/contract/networks.ts'
import { acrossShops, agenda, commands as accounts, openNetworks, queries } from '../../src/modules/networks/index.ts'
import { commands as workspace } from '../../src/modules/workspace/index.ts'
import { newId } from '../../src/platform/ids/index.ts'
import { isRefusal } from '../../src/platform/refusal/index.ts'
import { secretsFrom } from '../../src/platform/secrets/index.ts'
import { testShop, type TestShop } from '../harness/index.ts'
import { freePort, startBluesky, startIndex, type Bluesky } from './servers/start.ts'
import { KEY } from './worker-settings.ts'

// Who follows whom only the network's index knows: Bluesky's own, fed by Bluesky's own server, asked through it.

const PASSWORD = 'the account’s own password'
const DID = 'did:example:index'
let bluesky: Bluesky
let index: Awaited<ReturnType<typeof startIndex>>
let shop: TestShop
let look: () => Promise<void>
let accountOf: () => Promise<Account>
const people = new Map<string, AtpAgent>()

beforeAll(async () => {
  const [port, indexPort] = [await freePort(), await freePort()]
  bluesky = await startBluesky(port, port, { url: `http://localhost:${indexPort}`, did: DID })
  shop = await testShop({ hits: false, at: new Date().toISOString() })
  const { postgres } = inject('engines')
  await shop.database.pool.query('create database bluesky_index')
  const { host, port: pgPort, user } = postgres as { host: string; port: number; user: string }
  index = await startIndex(bluesky, indexPort, DID, `postgresql://${user}@localhost:${pgPort}/bluesky_index?host=${encodeURIComponent(host)}`)
  for (const name of ['tini', 'ayu', 'sri']) {
    const agent = new AtpAgent({ service: bluesky.direct })
    await agent.createAccount({ handle: `${name}.test`, email: `${name}@example.com`, password: PASSWORD })
    await agent.upsertProfile((profile) => ({ ...profile, displayName: `Mbak ${name}` }))
    people.set(name, agent)
  }
  const networks = openNetworks({ secrets: secretsFrom(KEY), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: true })
  await shop.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }),
  )
  const { password } = (await people.get('tini')!.com.atproto.server.createAppPassword({ name: 'Kicau' })).data
  const account = await shop.writing((scope) => accounts.connectAccount(scope, networks, { network: 'bluesky', way: 'direct', handle: 'tini.test', password, server: bluesky.direct }))
  if (isRefusal(account)) throw new Error(account.refused)
  look = async () => {
    shop.clock.advance(25 * 3_600_000)
    await acrossShops.lookAtAudience({ db: shop.database.writer, scopes: shop.scopes, clock: shop.clock, networks })
  }
  accountOf = async () => (await queries.accounts(shop.reading(), networks))[0]!
})
afterAll(async () => {
  await index?.stop()
  await bluesky?.stop()
  await shop?.close()
})

const follow = (who: string, whom: string) => people.get(who)!.follow(people.get(whom)!.assertDid)
const offered = async () =>
  (await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-11-18', hour: '10:00' })).filter(({ kind }) => kind === 'follow-back').map(({ reason }) => [reason.values.name, reason.values.count])
/** The index hears of it a moment later. */
const seen = async () => {
  await look()
  return { offered: await offered(), followers: (await accountOf()).followers?.count }
}
const soon = { timeout: 45_000, interval: 500 }

test('who follows and is not followed back is offered, and no longer once they are', async () => {
  await follow('ayu', 'tini')
  await follow('sri', 'tini')
  await follow('tini', 'sri')
  await expect.poll(seen, soon).toEqual({ offered: [['Mbak ayu', 1]], followers: 2 })
  await follow('tini', 'ayu')
  await expect.poll(seen, soon).toEqual({ offered: [], followers: 2 })
})

test('an index that is away takes nothing that was known, and the account stays connected', async () => {
  await index.stop()
  await look()
  expect(await accountOf()).toMatchObject({ state: 'connected', followers: { count: 2 } })
})
