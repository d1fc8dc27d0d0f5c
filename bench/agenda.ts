import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agenda, Candidate } from '#contract/agenda.ts'
import { openAgenda, queries, rank, type Rankable } from '#modules/coach'
import { commands as workspace, queries as workspaceOf } from '#modules/workspace'
import { systemClock } from '#platform/clock'
import { migrateClickhouse, migratePostgres, openDatabase, openHits, scopesOf } from '#platform/db'
import { startEngines } from '#platform/engines'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { agendas } from '../src/apps/agendas.ts'
import { median, rounded, type BenchResult } from './result.ts'

// Today for a shop whose modules offer ten thousand things, on the real engines: asked, freed of what was answered (five
// thousand answers of three years), weighed by what was learned, and packed into the time. Beside it, in the same breath,
// the plain ranking that the packing replaced: one sort, and the best minute first.
const CANDIDATES = 10_000
const ANSWERS = 5_000
const MOST_MS = 300
const RUNS = 30
const MIGRATIONS = join(import.meta.dirname, '../migrations')
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

export async function run(): Promise<BenchResult> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kicau-bench-agenda-'))
  const engines = await startEngines({ dataDir, databaseUrl: undefined, clickhouseUrl: undefined }, quiet as never)
  await migratePostgres(engines.postgres, join(MIGRATIONS, 'postgres'))
  const hits = openHits(engines.clickhouse)
  await migrateClickhouse(hits.client, engines.postgres, join(MIGRATIONS, 'clickhouse'))
  const database = openDatabase(engines.postgres)
  try {
    const scopes = scopesOf(database, hits, systemClock)
    const workspaceId = newId()
    const loginId = newId()
    const begun = await scopes.writing(workspaceId, { kind: 'system', id: 'bench' }, (scope) =>
      workspace.beginShop(
        scope,
        { reserved: new Set() },
        { loginId, name: 'Bu Tini' },
        { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' },
      ),
    )
    if (isRefusal(begun)) throw new Error(begun.refused)
    const scope = scopes.reading(workspaceId)
    const memberId = (await workspaceOf.memberOfLogin(scope, loginId))!
    await database.pool.query(
      `insert into coach_answers select $1, $2, '2026-01-01', 'kind-' || n % 20 || ':s' || n, 'kind-' || n % 20, 'skipped', 'no-use', '{"reason":{"code":"x","values":{}}}', null, '2026-01-01'
       from generate_series(1, ${ANSWERS}) n`,
      [workspaceId, memberId],
    )

    const needs = { agenda: openAgenda([...agendas, many]) }
    const todays: number[] = []
    const packings: number[] = []
    const plains: number[] = []
    const weighed = candidates.map((one) => ({ ...one, chance: chanceOf(one.state) }))
    for (let turn = 0; turn < RUNS + 3; turn++) {
      const times = [
        await timed(() => queries.today(scope, needs, { memberId, owner: true })),
        await timed(() => rank(weighed, 30)),
        await timed(() => bestMinuteFirst(weighed, 30)),
      ]
      // The first three warm up.
      if (turn >= 3) [todays, packings, plains].forEach((list, index) => list.push(times[index]!))
    }
    const slowest = todays.sort((one, other) => one - other)[Math.ceil(RUNS * 0.95) - 1]!
    return {
      name: 'agenda',
      ours: rounded(median(packings)),
      reference: rounded(median(plains)),
      ratio: rounded(median(packings) / median(plains)),
      unit: `ms to rank ${CANDIDATES} things`,
      today: { median: rounded(median(todays)), p95: rounded(slowest), most: MOST_MS },
      gained: rounded(sum(rank(weighed, 30).items) / sum(bestMinuteFirst(weighed, 30))),
      kept: median(todays) <= MOST_MS,
    }
  } finally {
    await hits.close()
    await database.close()
    await engines.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const chanceOf = (state: string): number => Number(state.slice(1)) / 1000
const candidates: Candidate[] = Array.from({ length: CANDIDATES }, (_, index) => ({
  kind: `kind-${index % 20}`,
  subject: `s${index}`,
  state: `p${1 + ((index * 37) % 120)}`,
  minutes: 1 + ((index * 7) % 25),
  reason: { code: 'x', values: {} },
  action: { href: '/x' },
}))
const states = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`p${index + 1}`, { chance: chanceOf(`p${index + 1}`), because: 'Made up.' }]))
const many: Agenda<ReadScope> = {
  words: 'bench-agenda',
  kinds: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`kind-${index}`, { icon: 'eye', gains: 'order' as const, states }])),
  candidates: () => Promise.resolve(candidates),
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** What it was: sorted by the worth of a minute, and taken while it fits. */
function bestMinuteFirst(offered: readonly Rankable[], minutes: number): Rankable[] {
  const items: Rankable[] = []
  let used = 0
  for (const one of [...offered].sort((a, b) => b.chance / b.minutes - a.chance / a.minutes)) {
    if (items.length === 5 || used + one.minutes > minutes || items.filter(({ kind }) => kind === one.kind).length === 2) continue
    items.push(one)
    used += one.minutes
  }
  return items
}

const sum = (items: readonly Rankable[]): number => items.reduce((all, { chance }) => all + chance, 0)
