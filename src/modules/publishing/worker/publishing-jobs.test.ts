import { expect, test } from 'vitest'
import type { Post, Target } from '#contract/publishing.ts'
import { commands as accountCommands, LONGEST_CALL_MS, queries as accountsOf } from '#modules/networks'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { schedulePost } from '../commands/schedule-post.ts'
import { resumeAfterReconnect, settleTarget, tryAgain } from '../commands/try-again.ts'
import { writePost } from '../commands/write-post.ts'
import { desk, done, pretendedNetwork, type Desk, type PretendedNetwork } from '../for-tests.ts'
import { policy } from '../model/policy.ts'
import { post } from '../queries/posts.ts'
import { tables } from '../tables.ts'

async function oneNetwork(options?: Parameters<typeof pretendedNetwork>[0]): Promise<{ shop: TestShop; network: PretendedNetwork; at: Desk }> {
  const shop = await testShop({ hits: false })
  const network = pretendedNetwork(options)
  return { shop, network, at: await desk(shop, [network.adapter]) }
}

async function scheduled(shop: TestShop, at: Desk, wish: Parameters<Desk['write']>[0]): Promise<Post> {
  const written = done(await shop.writing((scope) => writePost(scope, at.needs, at.write(wish))))
  return done(await shop.writing((scope) => schedulePost(scope, at.needs, written.id, 'now')))
}

const now = async (shop: TestShop, at: Desk, { id }: Post): Promise<Target> => done(await post(shop.reading(), at.needs.networks, id)).targets[0]!

const announced = async (shop: TestShop): Promise<string[]> =>
  (await shop.database.pool.query<{ type: string }>('select type from platform_outbox where workspace_id = $1 order by id', [shop.workspaceId])).rows.map(({ type }) => type)

test('a lease outlives the longest call and the writing down of its answer, with room for the pictures', () => {
  expect(policy.leaseMs).toBeGreaterThan(LONGEST_CALL_MS + policy.writeMs.reduce<number>((sum, pause) => sum + pause, 0) + 60_000)
})

test('a post goes out at its hour, once, and says where it went', async () => {
  const { shop, network, at } = await oneNetwork()
  const account = await at.connect('pretended')
  const written = done(await shop.writing((scope) => writePost(scope, at.needs, at.write({ on: [account] }))))
  // 2026-11-18T03:00Z is ten in the morning in Jakarta.
  const planned = done(await shop.writing((scope) => schedulePost(scope, at.needs, written.id, { day: '2026-11-18', time: '19:30' })))
  expect(planned.scheduledAt).toBe('2026-11-18T12:30:00.000Z')
  await at.work()
  expect(network.sends).toBe(0)

  shop.clock.set('2026-11-18T12:30:01Z')
  await at.work()
  await at.work()
  expect(network.there).toHaveLength(1)
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published', publishedAt: '2026-11-18T12:30:01.000Z', address: expect.stringContaining('https://pretended.example/') })
  expect(await announced(shop)).toEqual(['ShopBegun', 'AccountConnected', 'PostWritten', 'PostScheduled', 'PostPublished'])
})

test('an answer that was lost is found by looking: one post, sent once', async () => {
  const { shop, network, at } = await oneNetwork()
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  network.moods = ['swallow']
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'attempting', why: 'no-answer' })
  await at.work()
  expect(network.looks).toBe(0)
  shop.clock.advance(policy.lookMs[0])
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published', why: null })
  expect(network).toMatchObject({ sends: 1, looks: 1 })
})

test('an answer that could not be written down at once is held until it can be', async () => {
  // Without a key or eyes nobody could find it out afterwards.
  const { shop, network, at } = await oneNetwork({ keyed: false, canLook: false })
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  const { pool } = shop.database
  await pool.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$`)
  await pool.query('create trigger refuse before update on publishing_attempts execute function refuse()')
  const worker = at.worker()
  await worker.tick()
  await expect.poll(() => network.there.length).toBe(1)
  expect(await now(shop, at, planned)).toMatchObject({ state: 'attempting' })
  await pool.query('drop trigger refuse on publishing_attempts')
  await worker.settled()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published', address: expect.stringContaining('pretended.example') })
  expect(network.sends).toBe(1)
  expect((await announced(shop)).filter((type) => type === 'PostPublished')).toHaveLength(1)
  expect(at.faults).toEqual([])
})

test('what our own database kept from being begun is begun later, and nobody is asked', async () => {
  const { shop, network, at } = await oneNetwork({ keyed: false, canLook: false })
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  const { pool } = shop.database
  await pool.query('alter table networks_accounts rename to networks_accounts_away')
  await at.work()
  await pool.query('alter table networks_accounts_away rename to networks_accounts')
  expect(await now(shop, at, planned)).toMatchObject({ state: 'due', why: 'held-up' })
  expect(network.sends).toBe(0)
  shop.clock.advance(policy.retryMs[0])
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published', why: null })
  expect(at.faults).toEqual([])
})

test('a look that our own database kept from being begun says nothing of what was sent: it may be out', async () => {
  const { shop, network, at } = await oneNetwork()
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  network.moods = ['swallow']
  await at.work()
  const { pool } = shop.database
  await pool.query('alter table networks_accounts rename to networks_accounts_away')
  shop.clock.advance(policy.lookMs[0])
  await at.work()
  await pool.query('alter table networks_accounts_away rename to networks_accounts')
  expect(network.looks).toBe(0)
  expect(await now(shop, at, planned)).toMatchObject({ state: 'attempting', why: 'no-answer' })
  shop.clock.advance(policy.lookMs[1])
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published', why: null })
  expect(network.sends).toBe(1)
  expect(at.faults).toEqual([])
})

test('what was lost on the way is sent again under the same key', async () => {
  const { shop, network, at } = await oneNetwork()
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  network.moods = ['lose']
  await at.work()
  shop.clock.advance(policy.lookMs[0])
  await at.work()
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published' })
  expect(network).toMatchObject({ sends: 2, looks: 1 })
  expect(network.there).toHaveLength(1)
})

test('a worker that dies after sending is taken over when its lease ends, and nothing is sent twice', async () => {
  const { shop, network, at } = await oneNetwork()
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  network.moods = ['hang']
  const dying = at.worker()
  await dying.tick()
  await expect.poll(() => network.sends).toBe(1)
  expect(await now(shop, at, planned)).toMatchObject({ state: 'attempting' })

  // While the lease holds, nobody else touches it.
  shop.clock.advance(policy.leaseMs - 1000)
  await at.work()
  expect(network).toMatchObject({ sends: 1, looks: 0 })

  // It never came: the heir looks, sees nothing, and sends under the same key.
  shop.clock.advance(2000)
  await at.work()
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published' })
  expect(network).toMatchObject({ sends: 2, looks: 1 })

  // The one thought dead wakes up and sends after all: the network refuses the key, and what is known stays.
  network.release()
  await dying.settled()
  expect(network.there).toHaveLength(1)
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published' })
})

test('a worker that comes back late with the truth is believed', async () => {
  const { shop, network, at } = await oneNetwork()
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  network.moods = ['hang']
  const slow = at.worker()
  await slow.tick()
  await expect.poll(() => network.sends).toBe(1)
  shop.clock.advance(policy.leaseMs)
  network.lookMoods = ['down']
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'attempting', why: 'network-down' })
  network.release()
  await slow.settled()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published' })
})

test('without a key or eyes, what was cut off waits for a person, who says what is there', async () => {
  const { shop, network, at } = await oneNetwork({ keyed: false, canLook: false })
  const account = await at.connect('pretended')
  const lost = await scheduled(shop, at, { on: [account], text: 'hilang' })
  network.moods = ['lose', 'swallow', 'take']
  await at.work()
  const arrived = await scheduled(shop, at, { on: [account], text: 'sampai' })
  await at.work()
  shop.clock.advance(policy.leaseMs * 10)
  await at.work()
  for (const one of [lost, arrived]) expect(await now(shop, at, one)).toMatchObject({ state: 'needs-you', why: 'no-answer', canLook: false })
  expect(network.sends).toBe(2)

  const targetOf = async (one: Post) => (await now(shop, at, one)).id
  const lostTarget = await targetOf(lost)
  const arrivedTarget = await targetOf(arrived)
  expect(await shop.writing((scope) => tryAgain(scope, at.needs, lostTarget))).toMatchObject({ refused: 'publishing.not-failed' })
  done(await shop.writing((scope) => settleTarget(scope, at.needs, lostTarget, { there: false })))
  done(await shop.writing((scope) => settleTarget(scope, at.needs, arrivedTarget, { there: true, address: 'https://x.example/1' })))
  await at.work()
  expect(await now(shop, at, lost)).toMatchObject({ state: 'published' })
  expect(await now(shop, at, arrived)).toMatchObject({ state: 'published', address: 'https://x.example/1' })
  expect(network.there.map(({ text }) => text)).toEqual(['sampai', 'hilang'])
})

test('a network that is down is tried again, and one post that is late fails in words', async () => {
  const { shop, network, at } = await oneNetwork()
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  network.moods = ['down', 'down']
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'due', why: 'network-down', nextTryAt: '2026-11-18T03:01:00.000Z' })
  shop.clock.advance(60_000)
  await at.work()
  shop.clock.advance(120_000)
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published' })

  const late = await scheduled(shop, at, { on: [(await accountsOf.accounts(shop.reading(), at.needs.networks))[0]!.id] })
  shop.clock.advance(policy.lateMs + 1)
  await at.work()
  expect(await now(shop, at, late)).toMatchObject({ state: 'failed', why: 'too-late' })
  expect(network.sends).toBe(3)
  const target = (await now(shop, at, late)).id
  done(await shop.writing((scope) => tryAgain(scope, at.needs, target)))
  await at.work()
  expect(await now(shop, at, late)).toMatchObject({ state: 'published' })
})

test('an account that is locked out stops its posts, and they go out when it is connected again', async () => {
  const { shop, network, at } = await oneNetwork()
  const account = await at.connect('pretended')
  const first = await scheduled(shop, at, { on: [account] })
  const second = await scheduled(shop, at, { on: [account] })
  network.moods = ['lock-out', 'lock-out']
  await at.work()
  await at.work()
  for (const one of [first, second]) expect(await now(shop, at, one)).toMatchObject({ state: 'failed', why: 'password-wrong' })
  expect((await accountsOf.accounts(shop.reading(), at.needs.networks))[0]).toMatchObject({ state: 'needs-reconnect', reason: 'password-wrong' })

  // The second may not have been sent at all: the account was already known to be locked out.
  network.moods = []
  expect(await at.connect('pretended')).toBe(account)
  expect(await shop.writing((scope) => resumeAfterReconnect(scope, account))).toBe(2)
  expect(await shop.writing((scope) => resumeAfterReconnect(scope, account))).toBe(0)
  await at.work()
  await at.work()
  expect(network.there).toHaveLength(2)
})

test('a removed account sends nothing', async () => {
  const { shop, network, at } = await oneNetwork()
  const account = await at.connect('pretended')
  const planned = await scheduled(shop, at, { on: [account] })
  await shop.writing((scope) => accountCommands.removeAccount(scope, account))
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'failed', why: 'account-removed' })
  expect(network.sends).toBe(0)
})

test('a fault in an adapter is looked into, not repeated', async () => {
  const { shop, network, at } = await oneNetwork()
  const planned = await scheduled(shop, at, { on: [await at.connect('pretended')] })
  network.moods = ['break']
  await at.work()
  shop.clock.advance(policy.lookMs[0])
  await at.work()
  expect(await now(shop, at, planned)).toMatchObject({ state: 'published' })
  expect(network.sends).toBe(1)
  expect(at.faults).toEqual(['an adapter broke; whether the post is out is looked for'])
})

test('a network that hangs holds up no other', async () => {
  const shop = await testShop({ hits: false })
  const [hanging, lively] = [pretendedNetwork({ network: 'hanging' }), pretendedNetwork({ network: 'lively' })]
  const at = await desk(shop, [hanging.adapter, lively.adapter])
  const [slow, quick] = [await at.connect('hanging'), await at.connect('lively')]
  hanging.moods = Array.from({ length: 50 }, () => 'hang')
  for (let i = 0; i < 30; i++) await scheduled(shop, at, { on: [slow] })
  const planned = await scheduled(shop, at, { on: [quick] })
  const worker = at.worker()
  await worker.tick()
  await expect.poll(async () => (await now(shop, at, planned)).state).toBe('published')
  expect(hanging.sends).toBe(policy.mostOfALane)
  hanging.moods = []
  hanging.release()
  await worker.settled()
})

test('many workers at once send each post once', async () => {
  const { shop, network, at } = await oneNetwork()
  const account = await at.connect('pretended')
  const posts = []
  for (let i = 0; i < 12; i++) posts.push(await scheduled(shop, at, { on: [account], text: `kiriman ${i}` }))
  const workers = Array.from({ length: 4 }, () => at.worker())
  for (let round = 0; round < 12; round++) {
    await Promise.all(workers.map((worker) => worker.tick()))
    await Promise.all(workers.map((worker) => worker.settled()))
  }
  expect(network.sends).toBe(12)
  expect(new Set(network.there.map(({ text }) => text)).size).toBe(12)
  const attempts = await tables({ db: shop.database.writer }).selectFrom('publishingAttempts').select(['kind', 'outcome']).execute()
  expect(attempts).toEqual(Array.from({ length: 12 }, () => ({ kind: 'publish', outcome: 'published' })))
})

test('the demo sends nothing, ever', async () => {
  const shop = await testShop({ hits: false })
  const network = pretendedNetwork()
  const at = await desk(shop, [network.adapter], { demo: 'sambal-bu-tini' })
  expect(await shop.writing((scope) => accountCommands.connectAccount(scope, at.needs.networks, { network: 'pretended', way: 'direct', handle: '@x', password: 'x' }))).toMatchObject({ refused: 'networks.demo' })
  // As the demo is made: an account that nobody signed in to.
  const account = '01900000-0000-7000-8000-000000000001'
  await shop.database.pool.query(
    `insert into networks_accounts (workspace_id, account_id, network, way, channel, handle, state, connected_at, changed_at)
     values ($1, $2, 'pretended', 'direct', 'bluesky', '@x', 'connected', now(), now())`,
    [shop.workspaceId, account],
  )
  const planned = await scheduled(shop, at, { on: [account] })
  await at.work()
  shop.clock.advance(policy.lateMs * 2)
  await at.work()
  expect(network.sends).toBe(0)
  expect(await now(shop, at, planned)).toMatchObject({ state: 'scheduled', why: 'demo' })
})
