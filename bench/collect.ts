import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { commands as analytics } from '#modules/analytics'
import { systemClock } from '#platform/clock'
import { migrateClickhouse, migratePostgres, openDatabase, openHits, scopesOf, type Hits } from '#platform/db'
import { startEngines, type Engines } from '#platform/engines'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import type { IntakeOrders } from './collect-server.ts'
import { load, type LoadFigures, type LoadOrders } from './load.ts'
import { median, rounded, type BenchResult } from './result.ts'
import { figuresOf, LEAD_IN_SECONDS, sideBySide, storeAtRest, storePid } from './side-by-side.ts'
import { steadily } from './steady.ts'

// Hits that are acknowledged when they are on disk, against a bare Fastify route that answers 204 to the same body.
// Each pays for its own work: see side-by-side.ts. Each promise stands here with its figure.
//
//   npm run bench -- collect               in turns with the bare route, at 256 and at 64 connections
//   npm run bench -- collect --minutes 5   at 256 connections without a pause, between two turns of the bare route
const ROUNDS = 5
const SECONDS = 3
const BESIDE_STEADY_SECONDS = 10
const LEAST_RATIO: Record<number, number> = { 256: 0.6, 64: 0.35 }
const MOST_P99_MS = 150
const IN_STORE_WITHIN_MS = 3000

const quiet = { info: () => {}, warn: () => {}, error: console.error }

export async function run(): Promise<BenchResult> {
  const { minutes } = parseArgs({ args: process.argv.slice(3), options: { minutes: { type: 'string' } } }).values
  if (minutes !== undefined && !(Number(minutes) > 0)) throw new Error(`--minutes ${minutes} is no time`)
  const folder = await mkdtemp(join(tmpdir(), 'kicau-bench-'))
  const engines = await startEngines({ dataDir: folder }, quiet)
  const { key, shop, hits } = await makeSite(engines)
  const [ours, bare] = await Promise.all([
    serverOf('collect-server.ts', { postgres: engines.postgres, clickhouse: engines.clickhouse, folder: join(folder, 'journal') } satisfies IntakeOrders),
    serverOf('reference/bare-route.ts'),
  ])
  const pids = { ours: { server: ours.child.pid!, store: storePid(folder) }, reference: { server: bare.child.pid! } }
  let sent = 0
  const orders = (port: number, connections: number, seconds = SECONDS): LoadOrders => ({
    port,
    connections,
    seconds,
    method: 'POST',
    path: '/t/hit',
    headers: agents.map((agent) => ({ 'content-type': 'application/json', 'user-agent': agent, 'accept-language': 'id-ID,id;q=0.9,en;q=0.8', origin: 'https://toko.example' })),
    body: JSON.stringify({ site: key, kind: 'view', url: 'https://toko.example/produk/########?utm_source=ig&utm_medium=social&utm_campaign=lebaran', referrer: 'https://l.instagram.com/', width: 390 }),
    from: sent,
  })
  const onOurs = (figures: LoadFigures) => void (sent += figures.answered + figures.failed)
  const atRest = () => storeAtRest(hits, shop, sent)

  const steady = async (seconds: number): Promise<BenchResult> => {
    const beside = () => load({ ...orders(bare.port, 256, BESIDE_STEADY_SECONDS), leadIn: LEAD_IN_SECONDS })
    const before = await beside()
    const { figures, parts, memoryMb, flat } = await steadily({ ...orders(ours.port, 256, seconds), leadIn: LEAD_IN_SECONDS }, { hits, pids: pids.ours })
    onOurs(figures)
    const arrived = await arrivalOf(hits, shop, sent)
    const reference = median([before, await beside()].map(({ perSecond }) => perSecond))
    const ratio = rounded(figures.perSecond / reference)
    const kept = ratio >= LEAST_RATIO[256]! && figures.p99 <= MOST_P99_MS && figures.failed === 0 && flat && arrived.stored === sent && arrived.different === sent
    return { name: 'collect', ours: rounded(figures.perSecond, 0), reference: rounded(reference, 0), ratio, unit: `hits/s over ${seconds} s`, kept, p50: figures.p50, p99: figures.p99, failed: figures.failed, parts, memoryMb, acknowledged: sent, arrived }
  }

  const measured: Measured[] = []
  try {
    onOurs(await load(orders(ours.port, 64, 2)))
    await atRest()
    await load(orders(bare.port, 64, 2))
    if (minutes !== undefined) return await steady(Number(minutes) * 60)
    for (const connections of [256, 64]) {
      const pairs = await sideBySide({ rounds: ROUNDS, ours: () => orders(ours.port, connections), reference: () => orders(bare.port, connections), pids, onOurs, atRest })
      measured.push({ connections, ...figuresOf(pairs) })
      process.stdout.write(`${JSON.stringify(measured.at(-1))}\n`)
    }
    // A last burst, whose arrival is watched.
    onOurs(await load(orders(ours.port, 256)))
    const acknowledged = sent
    const arrived = await arrivalOf(hits, shop, acknowledged)
    process.stdout.write(`${JSON.stringify({ acknowledged, ...arrived })}\n`)

    const [first] = measured
    const kept = arrived.stored === acknowledged && arrived.different === acknowledged && arrived.withinMs <= IN_STORE_WITHIN_MS &&
      measured.every((one) => one.ratio >= LEAST_RATIO[one.connections]! && one.p99 <= MOST_P99_MS && one.failed === 0)
    return { name: 'collect', ours: first!.ours, reference: first!.reference, ratio: first!.ratio, unit: 'hits/s', kept, connections: measured, acknowledged, arrived }
  } finally {
    ours.child.kill()
    bare.child.kill()
    await hits.close()
    await engines.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Measured = ReturnType<typeof figuresOf> & { connections: number }

/** Waits until all that was acknowledged can be asked for, and says how long after the last answer that was. */
async function arrivalOf(hits: Hits, shop: string, acknowledged: number): Promise<{ stored: number; different: number; withinMs: number }> {
  const startedAt = performance.now()
  for (;;) {
    const [row] = await hits.readerFor(shop).query<{ stored: number; different: number }>(
      'select count() as stored, uniqExact(path) as different from analytics_hits where workspace_id = {shop:UUID}',
    )
    const withinMs = Math.round(performance.now() - startedAt)
    if (row!.stored >= acknowledged || withinMs > 10 * IN_STORE_WITHIN_MS) return { ...row!, withinMs }
    await wait(50)
  }
}

async function makeSite({ postgres, clickhouse }: Engines): Promise<{ key: string; shop: string; hits: Hits }> {
  const migrations = join(import.meta.dirname, '../migrations')
  await migratePostgres(postgres, join(migrations, 'postgres'))
  const hits = openHits(clickhouse)
  await migrateClickhouse(hits.client, postgres, join(migrations, 'clickhouse'))
  const database = openDatabase(postgres, 4)
  const shop = newId()
  const site = await scopesOf(database, hits, systemClock).writing(shop, { kind: 'system', id: 'bench' }, (scope) => analytics.addSite(scope, { host: 'toko.example' }))
  await database.close()
  if (isRefusal(site)) throw new Error(site.refused)
  return { key: site.key, shop, hits }
}

function serverOf(file: string, orders?: object): Promise<{ port: number; child: ChildProcess }> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.once('message', (message) => resolve({ port: (message as { port: number }).port, child }))
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}.`)))
    if (orders) child.send(orders)
  })
}

const agents = Array.from(
  { length: 40 },
  (_, n) => `Mozilla/5.0 (Linux; Android ${10 + (n % 5)}; SM-A${100 + n}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${110 + n}.0.0.0 Mobile Safari/537.36`,
)
