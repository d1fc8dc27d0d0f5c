import { AtpAgent } from '../../node_modules/@atproto/api/dist/index.js'
import sharp from 'sharp'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Target } from '../../src/contract/publishing.ts'
import { commands as accounts, openNetworks } from '../../src/modules/networks/index.ts'
import { commands as publishing, queries as posts } from '../../src/modules/publishing/index.ts'
import { addPicture } from '../../src/modules/publishing/commands/add-picture.ts'
import { commands as workspace } from '../../src/modules/workspace/index.ts'
import { stoppedClock } from '../../src/platform/clock/index.ts'
import { migratePostgres, openDatabase, scopesOf, type Database } from '../../src/platform/db/index.ts'
import { startPostgres, type RunningPostgres } from '../../src/platform/engines/index.ts'
import { newId } from '../../src/platform/ids/index.ts'
import { isRefusal } from '../../src/platform/refusal/index.ts'
import { secretsFrom } from '../../src/platform/secrets/index.ts'
import { openMediaStore } from '../../src/platform/storage/index.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { freePort, startBluesky, type Bluesky } from './servers/start.ts'
import { KEY } from './worker-settings.ts'

// Posts on their way to Bluesky's own server while PostgreSQL is killed with -9, again and again, and comes back by
// itself. What the network has taken and what the books say must end up the same: each post there once, and known to be.

const POSTS = 12
const UPLOAD = 'com.atproto.repo.uploadBlob'
const CREATE = 'com.atproto.repo.createRecord'
const LOOK = 'com.atproto.repo.getRecord'

interface Kill {
  at: string
  /** The how-manieth such call, from 1. */
  number: number
  /** `came`: not at the network yet. `answered`: it is out, and the worker does not know it yet. */
  when: 'came' | 'answered'
  /** Milliseconds after it was passed on; else before, so that the worker goes on without a database. */
  after?: number
  /** And once more, as many milliseconds after it is back: the next posts are being taken up. */
  again?: number
}

const KILLS: readonly Kill[] = [
  { at: UPLOAD, number: 1, when: 'came', again: 2 },
  { at: CREATE, number: 2, when: 'came' },
  { at: CREATE, number: 4, when: 'answered', again: 20 },
  { at: CREATE, number: 6, when: 'answered', after: 3 },
  { at: LOOK, number: 1, when: 'answered' },
]
const MOST = KILLS.length + KILLS.filter(({ again }) => again !== undefined).length

let bluesky: Bluesky
let proxy: Proxy
let postgres: RunningPostgres
let database: Database
let worker: ChildProcess
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kicau-db-kill-'))
  const publicPort = await freePort()
  const quiet = { info: () => {}, warn: () => {}, error: () => {} }
  ;[bluesky, postgres] = await Promise.all([startBluesky(publicPort), startPostgres({ dataDir: folder }, quiet)])
  proxy = await startProxy(publicPort, () => bluesky.port)
  await migratePostgres(postgres.address, join(import.meta.dirname, '../../migrations/postgres'))
  database = openDatabase(postgres.address, 4)
})

afterAll(async () => {
  worker?.kill('SIGKILL')
  await database?.close()
  await proxy?.close()
  await Promise.all([postgres?.stop(), bluesky?.stop()])
  await rm(folder, { recursive: true, force: true })
})

test('kill -9 of PostgreSQL while posts go out: each is there once, and known to be', { timeout: 120_000 }, async () => {
  const tini = new AtpAgent({ service: bluesky.direct })
  await tini.createAccount({ handle: 'tini.test', email: 'tini@example.com', password: 'the account’s own password' })
  tini.sessionManager.pdsUrl = new URL(bluesky.direct)
  const { password } = (await tini.com.atproto.server.createAppPassword({ name: 'Kicau' })).data

  const clock = stoppedClock(new Date())
  const hits = { client: undefined as never, readerFor: () => ({ query: () => Promise.resolve([]) }), close: () => Promise.resolve() }
  const scopes = scopesOf(database, hits, clock)
  const shop = newId()
  const writing = <T>(work: Parameters<typeof scopes.writing<T>>[2]) => scopes.writing(shop, { kind: 'login', id: newId() }, work)
  const networks = openNetworks({ secrets: secretsFrom(KEY), scopes, clock, allowPrivateHosts: true })
  const media = openMediaStore(join(folder, 'media'))
  const needs = { networks, media, publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }
  done(await writing((scope) => workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', whatsapp: '0812-3456-7890' })))
  const account = done(await writing((scope) => accounts.connectAccount(scope, networks, { network: 'bluesky', way: 'direct', handle: '@tini.test', password, server: `http://localhost:${proxy.port}` })))

  const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#a13a28' } }).jpeg().toBuffer()
  const planned: { id: string; text: string; pictures: number }[] = []
  for (let number = 0; number < POSTS; number++) {
    const pictures = number % 3 === 0 ? [{ id: done(await writing((scope) => addPicture(scope, media, photo))).id, alt: 'Botol sambal' }] : []
    const link = number % 4 === 0 ? ({ to: 'whatsapp' } as const) : null
    const { id } = done(await writing((scope) => publishing.writePost(scope, needs, { text: `Sambal ke-${number}`, pictures, link, accounts: [{ accountId: account.id }] })))
    const { targets } = done(await writing((scope) => publishing.schedulePost(scope, needs, id, 'now')))
    planned.push({ id, text: targets[0]!.finalText!, pictures: pictures.length })
  }

  const kills = killsAt(proxy, postgres)
  const said = await startWorker({ postgres: postgres.address, media: join(folder, 'media'), now: clock.now().toISOString() })
  const targets = async (): Promise<Target[]> => Promise.all(planned.map(async ({ id }) => done(await posts.post(scopes.reading(shop), networks, id)).targets[0]!))
  // The worker's clock runs while it has nothing on its way: a lease of minutes, a pause until the next look.
  await expect
    .poll(
      async () => {
        worker.stdin!.write('20000\n')
        return [kills.length, (await targets().catch(() => [])).map(({ state }) => state)]
      },
      { timeout: 60_000, interval: 200 },
    )
    .toEqual([MOST, planned.map(() => 'published')])

  const { data } = await tini.com.atproto.repo.listRecords({ repo: tini.assertDid, collection: 'app.bsky.feed.post', limit: 100 })
  const there = data.records.map(({ uri, value }) => ({ key: uri.split('/').at(-1)!, ...(value as { text: string; embed?: { images: unknown[] } }) }))
  expect(there.map(({ text }) => text).toSorted()).toEqual(planned.map(({ text }) => text).toSorted())
  for (const [at, target] of (await targets()).entries()) {
    const { key, embed } = there.find(({ text }) => text === planned[at]!.text)!
    expect(target).toMatchObject({ state: 'published', why: null, address: `https://bsky.app/profile/tini.test/post/${key}` })
    expect(embed?.images.length ?? 0).toBe(planned[at]!.pictures)
  }
  const told = await database.pool.query<{ times: number }>(`select count(*)::int as times from platform_outbox where type = 'PostPublished' group by payload ->> 'postId'`)
  expect(told.rows.map(({ times }) => times)).toEqual(planned.map(() => 1))
  expect([worker.exitCode, worker.signalCode]).toEqual([null, null])
  // The database was away, no adapter was at fault.
  expect(said().split('\n').filter((line) => line.includes('an adapter broke'))).toEqual([])
})

function done<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result as Exclude<T, { readonly refused: string }>
}

/** Kills PostgreSQL at each of the moments, and cuts one answer off, so that something must be looked for. Answers whom it killed. */
function killsAt(line: Proxy, server: RunningPostgres): number[] {
  const killed: number[] = []
  const counts = new Map<string, number>()
  let last: Promise<void> = Promise.resolve()
  // One after the other: to kill what is still coming back is no loss to anybody.
  const kill = (afterMs: number) =>
    (last = last.then(async () => {
      const pid = await up(server)
      await wait(afterMs)
      process.kill(pid, 'SIGKILL')
      while (server.pid() === pid) await wait(1)
      killed.push(pid)
    }))
  line.moment = async (call, when) => {
    const number = (counts.get(`${call} ${when}`) ?? 0) + 1
    counts.set(`${call} ${when}`, number)
    if (call === CREATE && number === 9 && when === 'came') line.mishaps.push('cut')
    const due = KILLS.find((one) => one.at === call && one.number === number && one.when === when)
    if (!due) return
    const first = kill(due.after ?? 0)
    if (due.again !== undefined) void kill(due.again)
    if (due.after === undefined) await first
  }
  return killed
}

/** Its process, once it takes connections. */
async function up(server: RunningPostgres): Promise<number> {
  for (;;) {
    const pid = server.pid()
    if (pid !== undefined && (await database.pool.query('select 1').then(() => true, () => false)) && server.pid() === pid) return pid
    await wait(5)
  }
}

/** A worker in a process of its own; answers how to read what it complained of. */
async function startWorker(settings: object): Promise<() => string> {
  worker = spawn(process.execPath, [join(import.meta.dirname, 'worker-child.ts'), JSON.stringify(settings)], { stdio: 'pipe' })
  let complaints = ''
  worker.stderr!.on('data', (text: Buffer) => (complaints += text.toString()))
  await once(worker.stdout!, 'data')
  return () => complaints
}
