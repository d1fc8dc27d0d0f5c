import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { shopPageKey } from '#modules/analytics'
import { openHits } from '#platform/db'
import { readRunFile } from '#platform/engines'
import { newMember, startKicau, type Member, type RunningKicau } from '../harness/index.ts'

// What was acknowledged is there afterwards, once; what was not may be sent again under its key.

const BROWSER = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36'
let kicau: RunningKicau
afterEach(() => kicau.remove())

/** Two kinds of writers at once until told to stop: orders under keys of their own, and hits with an order's code. */
function keepWriting(url: string, owner: Member) {
  const keys = Array.from({ length: 120 }, () => randomUUID())
  const acknowledged = { orders: new Set<string>(), hits: new Set<string>() }
  let stopped = false

  const noteOrder = async (key: string) => {
    const answer = await owner.call('POST', '/orders', { amount: 85_000, note: key }, { 'idempotency-key': key }).catch(() => null)
    if (answer?.status === 201) acknowledged.orders.add(key)
    return answer?.status === 201
  }
  const orders = (async () => {
    for (const key of keys) {
      if (stopped) return
      await noteOrder(key)
    }
  })()
  const hits = (async () => {
    for (let number = 0; !stopped && number < 3000; number++) {
      const name = `jar-${randomUUID()}`
      const answer = await fetch(`${url}/t/hit`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', 'user-agent': BROWSER },
        body: JSON.stringify({ site: shopPageKey(owner.shop), kind: 'goal', name, url: `${url}/s/toko-tini` }),
      }).catch(() => null)
      if (answer?.status === 204) acknowledged.hits.add(name)
      if (answer === null) await wait(20)
    }
  })()
  return {
    acknowledged,
    keys,
    noteOrder,
    stop: async () => {
      stopped = true
      await Promise.all([orders, hits])
    },
  }
}

async function notesOf(owner: Member): Promise<string[]> {
  const notes: string[] = []
  for (let cursor: string | undefined; ; ) {
    const answer = await owner.call('GET', `/orders?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
    const page = answer.body as { items: { note: string | null }[]; next?: string }
    notes.push(...page.items.map((order) => order.note ?? ''))
    if (!page.next) return notes
    cursor = page.next
  }
}

async function hitNames(): Promise<string[]> {
  const hits = openHits(readRunFile(kicau.dataDir)!.clickhouse)
  try {
    const answer = await hits.client.query({ query: "SELECT name FROM analytics_hits WHERE name LIKE 'jar-%'", format: 'JSONEachRow' })
    return (await answer.json<{ name: string }>()).map((row) => row.name)
  } finally {
    await hits.close()
  }
}

async function proveNothingLostNothingDoubled(owner: Member, writing: ReturnType<typeof keepWriting>): Promise<void> {
  const before = await notesOf(owner)
  for (const key of writing.acknowledged.orders) expect(before).toContain(key)
  // Everything is sent once more, as a phone does that never saw the answer.
  for (const key of writing.keys) expect(await writing.noteOrder(key)).toBe(true)
  const after = await notesOf(owner)
  expect(after.toSorted()).toEqual(writing.keys.toSorted())

  let names: string[] = []
  for (let tries = 0; tries < 60; tries++) {
    names = await hitNames().catch(() => [])
    if (new Set(names).size >= writing.acknowledged.hits.size) break
    await wait(500)
  }
  expect(writing.acknowledged.hits.size).toBeGreaterThan(20)
  expect(names.length, 'no hit twice').toBe(new Set(names).size)
  for (const name of writing.acknowledged.hits) expect(names).toContain(name)
}

test('kill -9 of Kicau in the midst of orders and hits', { timeout: 180_000 }, async () => {
  kicau = await startKicau()
  const owner = await newMember(kicau.url, 'Tini')
  const writing = keepWriting(kicau.url, owner)
  await wait(700)
  await kicau.kill()
  kicau = await kicau.again()
  await wait(500)
  await kicau.kill()
  kicau = await kicau.again()
  await writing.stop()
  await proveNothingLostNothingDoubled(owner, writing)
})

async function untilReady(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`${kicau.url}/readyz`)).ok) return
    await wait(100)
  }
  throw new Error(`Kicau did not come back:\n${kicau.output()}`)
}

const pidIn = (file: string) => {
  const text = readFileSync(file, 'utf8')
  return text.trimStart().startsWith('{') ? (JSON.parse(text) as { pid: number }).pid : Number(text.split('\n')[0])
}

test.each([
  ['PostgreSQL', (dataDir: string) => join(dataDir, 'postgres/cluster/postmaster.pid')],
  ['ClickHouse', (dataDir: string) => join(dataDir, 'clickhouse.pid')],
])('kill -9 of %s in the midst of orders and hits', { timeout: 180_000 }, async (_name, pidFile) => {
  kicau = await startKicau()
  const owner = await newMember(kicau.url, 'Tini')
  const writing = keepWriting(kicau.url, owner)
  for (let kill = 0; kill < 2; kill++) {
    await wait(600)
    process.kill(pidIn(pidFile(kicau.dataDir)), 'SIGKILL')
    await wait(300)
    await untilReady()
  }
  await writing.stop()
  await proveNothingLostNothingDoubled(owner, writing)
})

test('kill -9 of PostgreSQL in the midst of publishing: each post is handed over, none twice', { timeout: 180_000 }, async () => {
  kicau = await startKicau()
  const owner = await newMember(kicau.url, 'Tini')
  const made = (await owner.call('POST', '/accounts', { network: 'facebook', way: 'hand-over', handle: 'tokotini' })) as { status: number; body: { id: string } }
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const due: string[] = []
  const publish = async (number: number) => {
    const post = (await owner.call('POST', '/posts', { text: `Sambal ${number}`, accounts: [{ accountId: made.body.id }] })).body as { id: string }
    const scheduled = await owner.call('POST', `/posts/${post.id}/schedule`, { when: 'now' })
    expect(scheduled.status, JSON.stringify(scheduled.body)).toBe(201)
    due.push(post.id)
  }
  for (let number = 0; number < 12; number++) {
    await publish(number)
    if (number % 4 !== 3) continue
    // What was acknowledged a moment ago is on its way to being handed over.
    process.kill(pidIn(join(kicau.dataDir, 'postgres/cluster/postmaster.pid')), 'SIGKILL')
    await wait(300)
    await untilReady()
  }
  const waiting = async () => ((await owner.call('GET', '/hand-overs').catch(() => null))?.body as unknown as { post: { id: string } }[] | undefined)?.map(({ post }) => post.id).toSorted()
  await expect.poll(waiting, { timeout: 90_000, interval: 500 }).toEqual(due.toSorted())
  for (const id of due) {
    const { targets } = (await owner.call('GET', `/posts/${id}`)).body as { targets: { state: string }[] }
    expect(targets.map(({ state }) => state)).toEqual(['handed-over'])
  }
})
