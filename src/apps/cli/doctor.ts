import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { readSettings, WrongSettings, type Settings } from '#platform/config'
import { openHits } from '#platform/db'
import { addressFrom, readRunFile, type RunFile } from '#platform/engines'
import { textsIn } from '#platform/i18n'
import { NONCE_PATH } from '../public-address.ts'
import { cliLanguage } from './language.ts'
import { folderProblem, freeOf, portProblem, roomProblem } from './place.ts'
import { clickhouseBad, postgresBad } from './own-engines.ts'
import { settingProblem } from './setting-problem.ts'

type Finding = readonly [state: 'ok' | 'warn' | 'bad', text: string]

const texts = textsIn(cliLanguage(process.env))

/** Says what is wrong and what to do; answers 1 when something is. Changes nothing. */
export async function doctor(): Promise<number> {
  console.log(`${texts('cli:doctor.title')}\n`)
  const findings: Finding[] = [nodeFinding()]
  try {
    const settings = readSettings(process.env)
    findings.push(['ok', texts('cli:doctor.settings')], ...(await examine(settings)))
  } catch (failure) {
    if (!(failure instanceof WrongSettings)) throw failure
    findings.push(...failure.problems.map((problem): Finding => ['bad', settingProblem(texts)(problem)]))
  }
  for (const [state, text] of findings) console.log(`  ${texts(`cli:doctor.${state}`)}  ${text}`)
  return findings.some(([state]) => state === 'bad') ? 1 : 0
}

function nodeFinding(): Finding {
  const version = process.versions.node
  return Number(version.split('.')[0]) >= 24 ? ['ok', texts('cli:doctor.node', { version })] : ['bad', texts('cli:doctor.nodeOld', { version })]
}

async function examine(settings: Settings): Promise<Finding[]> {
  const folder = settings.DATA_DIR
  const built = existsSync(join(import.meta.dirname, '../../../.build/web/handler.js'))
  const running = readRunFile(folder)
  // Of a running Kicau the port is its own.
  const port = running ? null : await portProblem(settings, texts)
  return [
    ...(await dataFindings(settings)),
    built ? ['ok', texts('cli:doctor.web')] : ['bad', texts('cli:doctor.webMissing')],
    running ? ['ok', texts('cli:doctor.running', { pid: running.process.pid })] : ['warn', texts('cli:doctor.notRunning')],
    ...(port ? [['bad', port] as const] : []),
    ...(await engineFindings(settings, running)),
    await publicFinding(settings, running?.url),
    ...(settings.SMTP_URL ? [] : [['warn', texts('cli:doctor.mailNone')] as const]),
  ]
}

async function dataFindings(settings: Settings): Promise<Finding[]> {
  const problem = (await folderProblem(settings, texts)) ?? (await roomProblem(settings, texts))
  if (problem) return [['bad', problem]]
  const folder = settings.DATA_DIR
  const bytes = freeOf(await statfs(folder))
  if (bytes === null) return [['ok', texts('cli:doctor.dataOk', { folder })]]
  const free = bytes / 1e9
  const room: Finding = free < 2 ? ['bad', texts('cli:doctor.diskLow', { free: free.toFixed(1) })] : ['ok', texts('cli:doctor.disk', { free: free.toFixed(0) })]
  return [['ok', texts('cli:doctor.dataOk', { folder })], room]
}

/** The running Kicau's engines; without one, those of one's own that are named in the settings, since it will not start without them. */
async function engineFindings(settings: Settings, running: RunFile | undefined): Promise<Finding[]> {
  const { DATABASE_URL, CLICKHOUSE_URL } = settings
  const postgres = running?.postgres ?? (DATABASE_URL ? { connectionString: DATABASE_URL } : null)
  const clickhouse = running?.clickhouse ?? (CLICKHOUSE_URL ? addressFrom(CLICKHOUSE_URL) : null)
  return [
    ...(postgres ? await postgresFindings(postgres, (failure) => postgresBad(settings, texts, failure)) : []),
    ...(clickhouse ? [await clickhouseFinding(clickhouse, (failure) => clickhouseBad(settings, texts, failure))] : []),
  ]
}

/** PostgreSQL's word for a table that is not there: before the very first start. */
const NO_SUCH_TABLE = '42P01'
/** Clocks of two machines may differ by as much. */
const CLOCK_MAY_LAG_MS = 10 * 60_000

async function postgresFindings(address: pg.ClientConfig, bad: (failure: unknown) => string): Promise<Finding[]> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const newest = await newestEvent(client)
    if (newest === undefined) return [['ok', texts('cli:doctor.postgres')]]
    const now = new Date()
    const clock: Finding[] = newest && newest.getTime() > now.getTime() + CLOCK_MAY_LAG_MS ? [['bad', texts('cli:doctor.clockBehind', { now: now.toISOString(), noted: newest.toISOString() })]] : []
    const { rows } = await client.query<{ type: string; last_error: string; count: string }>(
      `select type, last_error, count(*) over () as count from platform_outbox where reacted_at is null and attempts >= 5 order by id limit 1`,
    )
    const [stuck] = rows
    return [
      ['ok', texts('cli:doctor.postgres')],
      ...clock,
      stuck ? ['bad', texts('cli:doctor.stuck', { count: stuck.count, type: stuck.type, error: stuck.last_error })] : ['ok', texts('cli:doctor.stuckNone')],
    ]
  } catch (failure) {
    return [['bad', bad(failure)]]
  } finally {
    await client.end().catch(() => {})
  }
}

/** When something was last noted; null: nothing yet; undefined: there are no tables yet. */
async function newestEvent(client: pg.Client): Promise<Date | null | undefined> {
  try {
    const { rows } = await client.query<{ newest: Date | null }>('select announced_at as newest from platform_outbox order by id desc limit 1')
    return rows[0]?.newest ?? null
  } catch (failure) {
    if ((failure as { code?: string }).code === NO_SUCH_TABLE) return undefined
    throw failure
  }
}

async function clickhouseFinding(address: Parameters<typeof openHits>[0], bad: (failure: unknown) => string): Promise<Finding> {
  const hits = openHits(address, { longest: 5 })
  try {
    await hits.answers()
    return ['ok', texts('cli:doctor.clickhouse')]
  } catch (failure) {
    return ['bad', bad(failure)]
  } finally {
    await hits.close()
  }
}

async function publicFinding(settings: Settings, own: string | undefined): Promise<Finding> {
  const url = settings.PUBLIC_URL
  if (!url) return ['warn', texts('cli:doctor.publicNone')]
  const nonce = (base: string) => fetch(`${base}${NONCE_PATH}`, { signal: AbortSignal.timeout(8000) }).then((answer) => answer.text()).catch(() => null)
  const [there, here] = await Promise.all([nonce(url), own ? nonce(own) : null])
  return there !== null && there === here ? ['ok', texts('cli:doctor.publicOk', { url })] : ['bad', texts('cli:doctor.publicBad', { url })]
}
