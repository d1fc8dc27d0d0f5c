import { expect, test } from 'vitest'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import { testShop } from '../../../../tests/harness/index.ts'
import type { AudienceSeen, Follower } from '../adapter.ts'
import { agenda } from '../agenda.ts'
import { pretendedNetwork } from '../for-tests.ts'
import { openNetworks } from '../networks.ts'
import { accounts } from '../queries/accounts.ts'
import { followBacks } from '../queries/follow-backs.ts'
import { passedOn } from '../queries/passed-on.ts'
import { connectAccount } from './connect-account.ts'
import { lookAtAudience } from './look-at-audience.ts'
import { removeAccount } from './remove-account.ts'

const follower = (name: string, followed = false): Follower => ({ remoteId: `did:${name}`, handle: `@${name}`, name, address: `https://p.example/${name}`, followed })

/** A shop with an account at a network whose answer the test chooses. */
async function setUp() {
  const shop = await testShop({ at: '2026-11-18T03:00:00Z', hits: false })
  const said = { answer: { is: 'seen', followers: 2, latest: [follower('ayu'), follower('sri', true)] } as AudienceSeen, asked: 0 }
  const audience = () => {
    said.asked++
    return Promise.resolve(said.answer)
  }
  const networks = openNetworks({ secrets: secretsFrom(Buffer.alloc(32, 1)), scopes: shop.scopes, clock: shop.clock, allowPrivateHosts: false, registry: [{ ...pretendedNetwork(), audience }] })
  await shop.writing((scope) =>
    workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' }),
  )
  const account = await shop.writing((scope) => connectAccount(scope, networks, { network: 'pretended', way: 'direct', handle: 'sambal', password: 'right' }))
  if (isRefusal(account)) throw new Error(account.refused)
  return {
    shop,
    said,
    account: account.id,
    look: () => lookAtAudience({ db: shop.database.writer, scopes: shop.scopes, clock: shop.clock, networks }),
    people: async () => (await followBacks(shop.reading())).flatMap((one) => one.people.map(({ name }) => name)),
    list: () => accounts(shop.reading(), networks),
    offered: async () => (await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-11-18', hour: '10:00' })).filter(({ kind }) => kind === 'follow-back'),
  }
}
const HOUR = 3_600_000

test('who follows and is not followed back is offered, until the network says that they are', async () => {
  const { shop, said, account, look, people, list, offered } = await setUp()
  await look()
  expect(await people()).toEqual(['ayu'])
  expect((await list())[0]!.followers).toEqual({ count: 2, day: '2026-11-18' })
  const [first] = await offered()
  expect(first).toMatchObject({ state: 'fresh', minutes: 2, reason: { code: 'follow-back-fresh', values: { name: 'ayu', count: 1, handle: '@sambal', channel: 'bluesky' } }, action: { href: '/accounts#follow-back' } })

  // Somebody new is a new reason, under another key.
  said.answer = { is: 'seen', followers: 3, latest: [follower('rina'), follower('ayu'), follower('sri', true)] }
  shop.clock.advance(24 * HOUR)
  await look()
  const [second] = await offered()
  expect(second!.reason.values).toMatchObject({ name: 'rina', count: 2 })
  expect(second!.subject).not.toBe(first!.subject)
  shop.clock.advance(8 * 24 * HOUR)
  expect(await offered()).toMatchObject([{ state: 'earlier', subject: second!.subject }])

  said.answer = { is: 'seen', followers: 3, latest: [follower('rina', true), follower('sri', true)] }
  await look()
  expect(await people()).toEqual([])
  expect(await offered()).toEqual([])
  said.answer = { is: 'seen', followers: 3, latest: [follower('ayu')] }
  shop.clock.advance(24 * HOUR)
  await look()
  expect(await people()).toEqual(['ayu'])
  // Of an account that is gone nothing is kept of others either.
  await shop.writing((scope) => removeAccount(scope, account))
  expect((await shop.database.pool.query('select 1 from networks_follow_backs')).rowCount).toBe(0)
})

test('how often posts were passed on is told by month and channel, as the network last said it', async () => {
  const { shop, said, look } = await setUp()
  const october = { from: new Date('2026-09-30T17:00:00Z'), to: new Date('2026-10-31T17:00:00Z') }
  expect(await passedOn(shop.reading(), 'bluesky', october)).toBeNull()
  const post = (remoteId: string, at: string, reposts: number) => ({ remoteId, at: new Date(at), reposts })
  // The first minute of October and the last of September, by the shop's clock.
  said.answer = { is: 'seen', followers: 2, latest: [], posts: [post('a', '2026-09-30T17:00:00Z', 3), post('b', '2026-09-30T16:59:00Z', 5)] }
  await look()
  expect(await passedOn(shop.reading(), 'bluesky', october)).toBe(3)
  said.answer = { is: 'seen', followers: 2, latest: [], posts: [post('a', '2026-09-30T17:00:00Z', 4)] }
  shop.clock.advance(24 * HOUR)
  await look()
  expect([await passedOn(shop.reading(), 'bluesky', october), await passedOn(shop.reading(), 'mastodon', october)]).toEqual([4, null])
})

test('the network is asked once a day, an hour later where it does not answer, and no more where it asks to reconnect', async () => {
  const { shop, said, look, list, people } = await setUp()
  await look()
  await look()
  shop.clock.advance(23 * HOUR)
  await look()
  expect(said.asked).toBe(1)
  said.answer = { is: 'retry-after', at: null, why: 'network-down' }
  shop.clock.advance(HOUR)
  await look()
  shop.clock.advance(HOUR / 2)
  await look()
  expect(said.asked).toBe(2)
  // What was seen before still stands.
  expect(await people()).toEqual(['ayu'])
  said.answer = { is: 'retry-after', at: new Date(shop.clock.now().getTime() + 5 * HOUR), why: 'too-many' }
  shop.clock.advance(HOUR)
  await look()
  shop.clock.advance(3 * HOUR)
  await look()
  expect(said.asked).toBe(3)
  said.answer = { is: 'needs-reconnect', why: 'password-wrong' }
  shop.clock.advance(2 * HOUR)
  await look()
  expect(said.asked).toBe(4)
  expect((await list())[0]).toMatchObject({ state: 'needs-reconnect', reason: 'password-wrong' })
  shop.clock.advance(48 * HOUR)
  await look()
  expect(said.asked).toBe(4)
})
