import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { beginVisitImport, commands as analytics, runVisitImport } from '#modules/analytics'
import { systemClock } from '#platform/clock'
import { openDatabase, openHits, scopesOf } from '#platform/db'
import { readRunFile } from '#platform/engines'
import { isRefusal } from '#platform/refusal'
import { startKicau } from '../tests/harness/kicau.ts'
import { newMember } from '../tests/harness/member.ts'
import { median, rounded, type BenchResult } from './result.ts'

// Files that are brought in, through the whole product until they are in the store.
//
// access-log: a real log of 10,000 lines, again and again with its times moved on, taken in by a Kicau as an owner runs it, from
// the file on the disk until its hits are in ClickHouse (synced) and its record says done; beside it, in the same breath, GoAccess
// (Debian's) reads the same file into its report. GoAccess keeps what it counts in memory and ends; what it holds of people it
// holds by their addresses. LINES=200000 for a quick look.
const LINES = Number(process.env.LINES ?? 500_000)
const RUNS = 3
/** Lines a second, ours to GoAccess's. */
const LEAST_RATIO = 1
const LOG = join(import.meta.dirname, '../src/modules/analytics/imports/fixtures/access.log.gz')
const HOST = 'semicomplete.com'

export async function run(): Promise<BenchResult> {
  const log = await accessLog()
  const reference = log.goaccess / log.ours
  return {
    name: 'import',
    ours: rounded(log.lines / log.ours, 0),
    reference: rounded(log.lines / log.goaccess, 0),
    ratio: rounded(reference),
    unit: 'lines of an access log a second, until its hits are stored',
    parts: { 'access-log': { lines: log.lines, bytes: log.bytes, stored: log.stored, seconds: rounded(log.ours, 2), goaccessSeconds: rounded(log.goaccess, 2), goaccess: log.version } },
    least: { ratio: LEAST_RATIO },
    kept: reference >= LEAST_RATIO,
  }
}

interface OfLog {
  lines: number
  bytes: number
  /** Hits that were stored; the others were left out, each for a reason. */
  stored: number
  /** Seconds. */
  ours: number
  goaccess: number
  version: string
}

async function accessLog(): Promise<OfLog> {
  const version = await mustHaveGoAccess()
  const folder = await mkdtemp(join(tmpdir(), 'kicau-bench-'))
  const kicau = await startKicau()
  const { postgres, clickhouse } = readRunFile(kicau.dataDir)!
  const database = openDatabase(postgres)
  const hits = openHits(clickhouse)
  try {
    const owner = await newMember(kicau.url, 'Bu Tini')
    const into = { scopes: scopesOf(database, hits, systemClock), workspaceId: owner.shop, actor: { kind: 'system' as const, id: 'bench' } }
    const path = join(folder, 'access.log')
    const bytes = await writeLog(path)
    const seconds: { ours: number[]; goaccess: number[] } = { ours: [], goaccess: [] }
    let stored = 0
    for (let nth = 0; nth < RUNS; nth++) {
      // Each time for another site: what one of them was told it is not told again.
      const site = ok(await into.scopes.writing(into.workspaceId, into.actor, (scope) => analytics.addSite(scope, { host: nth === 0 ? HOST : `blog${nth}.${HOST}` })))
      const importId = ok(await into.scopes.writing(into.workspaceId, into.actor, (scope) => beginVisitImport(scope, { siteId: site.id, fileName: 'access.log' })))
      let counted = 0
      seconds.ours.push(
        await timed(async () => {
          const { state, counts } = await runVisitImport(into, { hits, clickhouse }, importId, path)
          if (state !== 'done' || counts.lines !== LINES || counts.failed > 0) throw new Error(`${state}: ${counts.lines} lines, ${counts.failed} unreadable`)
          counted = counts.counted
        }),
      )
      const [held] = await hits.readerFor(owner.shop).query<{ hits: number }>('select count() as hits from analytics_hits where workspace_id = {shop:UUID} and journal_id = {import:UUID}', { import: importId })
      if (held!.hits !== counted) throw new Error(`${counted} hits were counted and ${held!.hits} are stored.`)
      stored = counted
      seconds.goaccess.push(await timed(() => goAccess(path, join(folder, 'report.json'))))
      process.stdout.write(`access-log ${nth + 1}: ours ${rounded(seconds.ours.at(-1)!, 2)} s, GoAccess ${rounded(seconds.goaccess.at(-1)!, 2)} s\n`)
    }
    return { lines: LINES, bytes, stored, ours: median(seconds.ours), goaccess: median(seconds.goaccess), version }
  } finally {
    await hits.close()
    await database.close()
    await kicau.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The real lines over and over, four days later each time, so that no day is like another. */
async function writeLog(path: string): Promise<number> {
  const real = gunzipSync(await readFile(LOG)).toString('latin1').trimEnd().split('\n')
  const file = createWriteStream(path)
  let bytes = 0
  for (let from = 0; from < LINES; from += real.length) {
    const days = (from / real.length) * 4
    const moved = real
      .slice(0, Math.min(real.length, LINES - from))
      .map((line) =>
        line.replace(/\[(\d\d)\/May\/2015:/, (_, day: string) => {
          const at = new Date(Date.UTC(2015, 4, Number(day) + days))
          return `[${String(at.getUTCDate()).padStart(2, '0')}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:`
        }),
      )
    const text = Buffer.from(`${moved.join('\n')}\n`, 'latin1')
    bytes += text.length
    if (!file.write(text)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  return bytes
}

const exec = promisify(execFile)

async function goAccess(log: string, report: string): Promise<void> {
  await exec('goaccess', [log, '--log-format=COMBINED', '--no-global-config', '--no-progress', '-o', report], { maxBuffer: 64 * 1024 * 1024 })
}

async function mustHaveGoAccess(): Promise<string> {
  const version = () => exec('goaccess', ['--version']).then(({ stdout }) => stdout.split('\n')[0]!.trim())
  return version().catch(async () => {
    if (process.getuid?.() !== 0) throw new Error('Install goaccess first (Debian: apt-get install goaccess).')
    await exec('apt-get', ['update', '-qq'])
    await exec('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'goaccess'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    return version()
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

function ok<T>(result: T): Exclude<T, { refused: string }> {
  if (isRefusal(result)) throw new Error(result.refused)
  return result as Exclude<T, { refused: string }>
}
