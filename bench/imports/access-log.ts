import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Site } from '#contract/analytics.ts'
import type { VisitImport } from '#contract/visit-imports.ts'
import { openHits } from '#platform/db'
import { readRunFile } from '#platform/engines'
import type { RunningKicau } from '../../tests/harness/kicau.ts'
import type { Member } from '../../tests/harness/member.ts'
import { median, rounded } from '../result.ts'
import { broughtIn, secondsSince } from './sending.ts'

// A real log of 10,000 lines over and over, each time later and of other addresses, sent to a Kicau as an owner sends it, until its hits
// are in ClickHouse (synced) and its record says done; beside it, in the same breath, GoAccess (Debian's) reads the same file into
// its report. GoAccess keeps what it counts in memory and ends; what it holds of people it holds by their addresses.
const LINES = Number(process.env.LINES ?? 500_000)
const RUNS = 3
/** Lines a second, ours to GoAccess's. */
const LEAST_RATIO = 1
const LOG = join(import.meta.dirname, '../../src/modules/analytics/imports/fixtures/access.log.gz')
const HOST = 'semicomplete.com'

export async function accessLog(kicau: RunningKicau, owner: Member, folder: string) {
  const goaccess = await mustHaveGoAccess()
  const hits = openHits(readRunFile(kicau.dataDir)!.clickhouse)
  try {
    const path = join(folder, 'access.log')
    const bytes = await writeLog(path)
    const took: { ours: number[]; upload: number[]; goaccess: number[] } = { ours: [], upload: [], goaccess: [] }
    let stored = 0
    for (let nth = 0; nth < RUNS; nth++) {
      // Each time for another site: what one of them was told it is not told again.
      const site = (await owner.call('POST', '/visits/sites', { host: nth === 0 ? HOST : `blog${nth}.${HOST}` })).body as Site
      const { ended, seconds, uploadSeconds } = await broughtIn<VisitImport>(kicau.url, owner, '/visits/imports', { path, name: 'access.log', query: `?site=${site.id}` })
      stored = await allAccountedFor(ended, hits, owner.shop)
      took.ours.push(seconds)
      took.upload.push(uploadSeconds)
      const began = performance.now()
      await goAccess(path, join(folder, 'report.json'))
      took.goaccess.push(secondsSince(began))
      process.stdout.write(`access-log ${nth + 1}: ours ${rounded(seconds, 2)} s (sending it ${rounded(uploadSeconds, 2)} s), GoAccess ${rounded(took.goaccess.at(-1)!, 2)} s\n`)
    }
    const [ours, reference] = [LINES / median(took.ours), LINES / median(took.goaccess)]
    return {
      ours: rounded(ours, 0),
      reference: rounded(reference, 0),
      ratio: rounded(ours / reference, 2),
      unit: 'lines a second, from sending the file until its hits are stored',
      goaccess,
      lines: LINES,
      bytes,
      stored,
      uploadSeconds: rounded(median(took.upload), 2),
      least: { ratio: LEAST_RATIO },
      kept: ours / reference >= LEAST_RATIO,
    }
  } finally {
    await hits.close()
  }
}

/** Every line is counted, left out for a reason or unreadable, and what was counted is in the store. */
async function allAccountedFor({ id, state, lines, counted, leftOut, failedLines }: VisitImport, hits: ReturnType<typeof openHits>, shop: string): Promise<number> {
  const told = counted + failedLines + leftOut.reduce((sum, each) => sum + each.lines, 0)
  if (state !== 'done' || lines !== LINES || told !== LINES || failedLines > 0) throw new Error(`${state}: ${lines} lines, ${told} told of, ${failedLines} unreadable`)
  const [held] = await hits.readerFor(shop).query<{ hits: number }>('select count() as hits from analytics_hits where workspace_id = {shop:UUID} and journal_id = {import:UUID}', { import: id })
  if (held!.hits !== counted) throw new Error(`${counted} hits were counted and ${held!.hits} are stored.`)
  return counted
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The real lines over and over, four days later each time and from other networks, so that no day is like another. */
async function writeLog(path: string): Promise<number> {
  const real = gunzipSync(await readFile(LOG)).toString('latin1').trimEnd().split('\n')
  const file = createWriteStream(path)
  let bytes = 0
  for (let from = 0; from < LINES; from += real.length) {
    const nth = from / real.length
    const moved = real.slice(0, Math.min(real.length, LINES - from)).map((line) => movedOn(line, nth))
    const text = Buffer.from(`${moved.join('\n')}\n`, 'latin1')
    bytes += text.length
    if (!file.write(text)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  return bytes
}

function movedOn(line: string, nth: number): string {
  const later = line.replace(/\[(\d\d)\/May\/2015:/, (_, day: string) => {
    const at = new Date(Date.UTC(2015, 4, Number(day) + nth * 4))
    return `[${String(at.getUTCDate()).padStart(2, '0')}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:`
  })
  return later.replace(/^(\d+)\.(\d+)\.(\d+)\./, (_, one: string, two: string, three: string) => `${one}.${two}.${(Number(three) + nth) % 256}.`)
}

const exec = promisify(execFile)

async function goAccess(log: string, report: string): Promise<void> {
  await exec('goaccess', [log, '--log-format=COMBINED', '--no-global-config', '--no-progress', '-o', report], { maxBuffer: 64 * 1024 * 1024 })
}

async function mustHaveGoAccess(): Promise<string> {
  const version = () => exec('goaccess', ['--version']).then(({ stdout }) => stdout.split('\n')[0]!.replace(/\.$/, '').trim())
  return version().catch(async () => {
    if (process.getuid?.() !== 0) throw new Error('Install goaccess first (Debian: apt-get install goaccess).')
    await exec('apt-get', ['update', '-qq'])
    await exec('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'goaccess'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    return version()
  })
}
