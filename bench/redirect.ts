import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import { analyticsSites, hitsTable, openIntake } from '#modules/analytics'
import { commands as links, openDomains, openRedirect } from '#modules/links'
import { commands as workspace } from '#modules/workspace'
import { systemClock } from '#platform/clock'
import { listenForWrites, migrateClickhouse, migratePostgres, openDatabase, openHits, scopesOf, type Hits } from '#platform/db'
import { startEngines, type ClickhouseAddress, type Engines, type PostgresAddress } from '#platform/engines'
import { startHitsThread } from '#platform/hits'
import { serverOptions } from '#platform/http'
import { newId } from '#platform/ids'
import { isRefusal, type Refusal } from '#platform/refusal'
import { openMediaStore } from '#platform/storage'
import { load, type LoadFigures, type LoadOrders } from './load.ts'
import type { BenchResult } from './result.ts'
import { figuresOf, sideBySide, storeAtRest, storePid } from './side-by-side.ts'

// A short link opened: resolved, answered with 302, its click journalled and loaded behind the answer; against a bare
// Fastify route that answers the same 302 and counts nothing. Each pays for its own work: see side-by-side.ts.
const ROUNDS = 9
const SECONDS = 2.5
const CONNECTIONS = 64
const LEAST_RATIO = 0.8
/** Phones that open the same link, as on a day on which a post does well. */
const PHONES = 40

const quiet = { info: () => {}, warn: () => {}, error: console.error }
const address = { publicAddress: () => ({ url: 'https://kicau.example', reachable: true }) }

export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-bench-'))
  const engines = await startEngines({ dataDir: folder }, quiet)
  const { code, shop, hits } = await makeLink(engines)
  const { postgres, clickhouse } = engines
  const [ours, bare] = await Promise.all([
    serverOf({ as: 'ours', postgres, clickhouse, folder: join(folder, 'journal') }),
    serverOf({ as: 'bare' }),
  ])
  const pids = { ours: { server: ours.child.pid!, store: storePid(folder) }, reference: { server: bare.child.pid! } }
  let answered = 0
  let stored = 0
  const onOurs = (figures: LoadFigures) => void (answered += figures.answered)
  const atRest = async () => (stored = await storeAtRest(hits, shop, answered))

  try {
    onOurs(await load(orders(ours.port, code, 2)))
    await atRest()
    await load(orders(bare.port, code, 2))
    const pairs = await sideBySide({ rounds: ROUNDS, ours: () => orders(ours.port, code), reference: () => orders(bare.port, code), pids, onOurs, atRest })
    const figures = figuresOf(pairs)
    return {
      name: 'redirect',
      unit: 'redirects/s',
      ...figures,
      kept: figures.ratio >= LEAST_RATIO && figures.failed === 0 && stored === answered,
      connections: CONNECTIONS,
      answered,
      clicksStored: stored,
    }
  } finally {
    ours.child.kill()
    bare.child.kill()
    await hits.close()
    await engines.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const orders = (port: number, code: string, seconds = SECONDS): LoadOrders => ({
  port,
  connections: CONNECTIONS,
  seconds,
  method: 'GET',
  path: `/l/${code}`,
  status: 302,
  headers: Array.from({ length: PHONES }, (_, n) => ({
    'user-agent': `Mozilla/5.0 (Linux; Android ${10 + (n % 5)}; SM-A${100 + n}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${110 + n}.0.0.0 Mobile Safari/537.36`,
    'accept-language': 'id-ID,id;q=0.9,en;q=0.8',
    referer: 'https://l.instagram.com/',
  })),
})

async function makeLink({ postgres, clickhouse }: Engines): Promise<{ code: string; shop: string; hits: Hits }> {
  const migrations = join(import.meta.dirname, '../migrations')
  await migratePostgres(postgres, join(migrations, 'postgres'))
  const hits = openHits(clickhouse)
  await migrateClickhouse(hits.client, postgres, join(migrations, 'clickhouse'))
  const database = openDatabase(postgres, 4)
  const shop = newId()
  const link = await scopesOf(database, hits, systemClock).writing(shop, { kind: 'system', id: 'bench' }, async (scope) => {
    sure(
      await workspace.beginShop(
        scope,
        { reserved: new Set() },
        { loginId: newId(), name: 'Bu Tini' },
        { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', whatsapp: '081234567890' },
      ),
    )
    return sure(await links.makeLink(scope, address, { kind: 'whatsapp', channel: 'instagram' }))
  })
  await database.close()
  return { code: link.code, shop, hits }
}

function sure<T>(result: T): Exclude<T, Refusal> {
  if (isRefusal(result)) throw new Error(result.refused)
  return result as Exclude<T, Refusal>
}

type ServerOrders = { as: 'bare' } | { as: 'ours'; postgres: PostgresAddress; clickhouse: ClickhouseAddress; folder: string }

function serverOf(orders: ServerOrders): Promise<{ port: number; child: ChildProcess }> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.once('message', (message) => resolve({ port: (message as { port: number }).port, child }))
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
    child.send(orders)
  })
}

/** In a process of its own: the redirect as a server has it, or what it is measured against. */
async function serve(orders: ServerOrders): Promise<void> {
  const app = orders.as === 'ours' ? Fastify({ http: serverOptions }) : Fastify()
  if (orders.as === 'ours') {
    const log = { info: () => {}, warn: console.warn, error: console.error }
    const database = openDatabase(orders.postgres, 4)
    const hits = openHits(orders.clickhouse)
    const journal = await startHitsThread({ folder: orders.folder, clickhouse: orders.clickhouse, table: hitsTable, log })
    const intake = openIntake({ journal, database, sites: analyticsSites(database), clock: systemClock })
    const { pathFor } = await openDomains({ db: database.reader, protocol: 'https:' })
    const parts = { ...address, ahead: { pathFor, trustsProxy: null }, database, scopes: scopesOf(database, hits, systemClock), clock: systemClock, intake, media: openMediaStore(orders.folder) }
    await app.register(openRedirect({ ...parts, news: listenForWrites(orders.postgres) }).plugin)
  } else {
    app.get('/l/:code', (_request, reply) => reply.code(302).headers({ location: 'https://wa.me/6281234567890', 'cache-control': 'no-store' }).send())
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  process.send!({ port: (app.server.address() as { port: number }).port })
}

if (import.meta.main && process.send) {
  process.once('message', (orders) => void serve(orders as ServerOrders))
  process.once('disconnect', () => process.exit(0))
}
