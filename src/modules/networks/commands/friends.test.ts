import { expect, test } from 'vitest'
import { MOST_FRIENDS } from '#contract/friends.ts'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { testShop } from '../../../../tests/harness/index.ts'
import { agenda } from '../agenda.ts'
import { friends } from '../queries/friends.ts'
import { tables } from '../tables.ts'
import { addFriends, removeFriend, tellFriend } from './friends.ts'
import { noteFollowers } from './note-followers.ts'

async function setUp() {
  const shop = await testShop({ hits: false })
  const accountId = newId()
  await shop.writing(async (scope) => {
    await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' })
    const now = scope.clock.now()
    await tables(scope)
      .insertInto('networksAccounts')
      .values({ workspaceId: scope.workspaceId, accountId, network: 'instagram', way: 'hand-over', channel: 'instagram', handle: '@sambal', remoteId: null, server: null, address: null, credentials: null, session: null, state: 'connected', reason: null, connectedAt: now, changedAt: now, removedAt: null, audienceDueAt: null })
      .execute()
  })
  const add = (...names: string[]) => shop.writing((scope) => addFriends(scope, { accountId, names }))
  const listed = async () => (await friends(shop.reading()))[0]!.friends
  const idOf = async (name: string) => (await listed()).find((friend) => friend.name === name)!.id
  return {
    shop,
    add,
    listed,
    tell: async (name: string, told = true) => shop.writing(async (scope) => tellFriend(scope, { id: await idOf(name), told })),
    remove: async (name: string) => shop.writing(async (scope) => removeFriend(scope, await idOf(name))),
    count: (day: string, followers: number) => shop.writing((scope) => noteFollowers(scope, { accountId, day, followers })),
    offered: async () => (await agenda.candidates(shop.reading(), { memberId: newId(), day: '2026-11-18', hour: '10:00' })).filter(({ kind }) => kind === 'invite'),
  }
}

test('names are listed once, in whatever letter case; who was told stands last, and can be told no more', async () => {
  const { add, tell, remove, listed } = await setUp()
  await add('Mbak Ayu', 'Pak Budi')
  await add('mbak ayu', 'Sari')
  await tell('Pak Budi')
  expect((await listed()).map(({ name, toldAt }) => [name, toldAt !== null])).toEqual([['Mbak Ayu', false], ['Sari', false], ['Pak Budi', true]])
  await tell('Pak Budi', false)
  await remove('Mbak Ayu')
  expect((await listed()).map(({ name }) => name)).toEqual(['Pak Budi', 'Sari'])
})

test('Today asks to invite up to the tenth follower, at longer odds up to the hundredth, and not of an account that has its ninety days behind it', async () => {
  const { shop, add, count, offered } = await setUp()
  const asked = async () => (await offered()).map(({ state, reason }) => [state, reason.code, reason.values!.count])
  expect(await asked()).toEqual([['first-ten', 'invite-uncounted', undefined]])
  await count('2026-11-15', 9)
  expect(await asked()).toEqual([['first-ten', 'invite-first-ten', 9]])
  await count('2026-11-16', 10)
  expect(await asked()).toEqual([['first-hundred', 'invite-first-hundred', 10]])
  await count('2026-11-17', 99)
  expect(await asked()).toEqual([['first-hundred', 'invite-first-hundred', 99]])
  const chanceOf = (state: string) => agenda.kinds.invite!.states[state]!.chance
  expect(chanceOf('first-hundred')).toBeLessThan(chanceOf('first-ten'))
  // Who stands on the list is named, at the odds of those who follow already.
  await add('Ayu')
  expect(await offered()).toMatchObject([{ state: 'first-hundred', reason: { code: 'invite-listed', values: { names: 'Ayu' } } }])
  await count('2026-11-18', 100)
  expect(await asked()).toEqual([])
  // Some went again.
  await count('2026-11-18', 98)
  expect(await asked()).toHaveLength(1)
  shop.clock.advance(90 * 86_400_000)
  expect(await asked()).toEqual([])
})

test('Today names the next three, and has enough of it for a week when three were told', async () => {
  const { shop, add, tell, offered } = await setUp()
  shop.clock.set('2026-11-18T03:00:00Z')
  expect(await offered()).toMatchObject([{ reason: { code: 'invite-uncounted' }, action: { href: '/accounts#friends' } }])
  await add('Ayu', 'Budi', 'Cici', 'Dedi')
  expect(await offered()).toMatchObject([{ reason: { code: 'invite-listed', values: { names: 'Ayu, Budi, Cici', handle: '@sambal' } } }])
  await tell('Ayu')
  await tell('Cici')
  expect(await offered()).toMatchObject([{ reason: { values: { names: 'Budi, Dedi' } } }])
  await tell('Budi')
  expect(await offered()).toEqual([])
  shop.clock.set('2026-11-26T03:00:00Z')
  expect(await offered()).toMatchObject([{ reason: { values: { names: 'Dedi' } } }])
})

test('another shop’s friend is unknown, and a list ends somewhere', async () => {
  const { shop, add, listed } = await setUp()
  const other = await setUp()
  await other.add('Ayu')
  const [friend] = await other.listed()
  expect(await shop.writing((scope) => tellFriend(scope, { id: friend!.id, told: true }))).toMatchObject({ refused: 'networks.friend-unknown' })
  expect(await shop.writing((scope) => removeFriend(scope, friend!.id))).toMatchObject({ refused: 'networks.friend-unknown' })
  const names = (from: number, count: number) => Array.from({ length: count }, (_, n) => `Teman ${from + n}`)
  await add(...names(0, MOST_FRIENDS - 1))
  expect(await add('Satu', 'Dua')).toMatchObject({ refused: 'networks.too-many-friends' })
  expect(await listed()).toHaveLength(MOST_FRIENDS - 1)
})
