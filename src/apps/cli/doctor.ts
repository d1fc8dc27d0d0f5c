import { existsSync } from 'node:fs'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { readSettings, WrongSettings, type Settings } from '#platform/config'
import { openHits } from '#platform/db'
import { readRunFile } from '#platform/engines'
import { textsIn } from '#platform/i18n'
import { NONCE_PATH } from '../public-address.ts'
import { cliLanguage } from './language.ts'

type Finding = readonly [state: 'ok' | 'warn' | 'bad', text: string]

const texts = textsIn(cliLanguage(process.env))
const reasonOf = (failure: unknown): string => (failure instanceof Error ? failure.message || failure.name : String(failure))

/** Says what is wrong and what to do; answers 1 when something is. Changes nothing. */
export async function doctor(): Promise<number> {
  console.log(`${texts('cli:doctor.title')}\n`)
  const findings: Finding[] = [nodeFinding()]
  try {
    const settings = readSettings(process.env)
    findings.push(['ok', texts('cli:doctor.settings')], ...(await examine(settings)))
  } catch (failure) {
    if (!(failure instanceof WrongSettings)) throw failure
    findings.push(...failure.problems.map((problem): Finding => ['bad', problem]))
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
  return [
    ...(await dataFindings(folder)),
    built ? ['ok', texts('cli:doctor.web')] : ['bad', texts('cli:doctor.webMissing')],
    running ? ['ok', texts('cli:doctor.running', { pid: running.process.pid })] : ['warn', texts('cli:doctor.notRunning')],
    ...(running ? [...(await postgresFindings(running.postgres, folder)), await clickhouseFinding(running.clickhouse)] : []),
    await publicFinding(settings, running?.url),
    ...(settings.SMTP_URL ? [] : [['warn', texts('cli:doctor.mailNone')] as const]),
  ]
}

async function dataFindings(folder: string): Promise<Finding[]> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, '.doctor'), '')
    await rm(join(folder, '.doctor'))
  } catch (failure) {
    return [['bad', texts('cli:doctor.dataBad', { folder, reason: reasonOf(failure) })]]
  }
  const { bavail, bsize } = await statfs(folder)
  const free = (bavail * bsize) / 1e9
  const room: Finding = free < 2 ? ['bad', texts('cli:doctor.diskLow', { free: free.toFixed(1) })] : ['ok', texts('cli:doctor.disk', { free: free.toFixed(0) })]
  return [['ok', texts('cli:doctor.dataOk', { folder })], room]
}

async function postgresFindings(address: pg.ClientConfig, folder: string): Promise<Finding[]> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ type: string; last_error: string; count: string }>(
      `select type, last_error, count(*) over () as count from platform_outbox where reacted_at is null and attempts >= 5 order by id limit 1`,
    )
    const [stuck] = rows
    return [
      ['ok', texts('cli:doctor.postgres')],
      stuck ? ['bad', texts('cli:doctor.stuck', { count: stuck.count, type: stuck.type, error: stuck.last_error })] : ['ok', texts('cli:doctor.stuckNone')],
    ]
  } catch (failure) {
    return [['bad', texts('cli:doctor.postgresBad', { reason: reasonOf(failure), folder })]]
  } finally {
    await client.end().catch(() => {})
  }
}

async function clickhouseFinding(address: Parameters<typeof openHits>[0]): Promise<Finding> {
  const hits = openHits(address)
  try {
    await hits.answers()
    return ['ok', texts('cli:doctor.clickhouse')]
  } catch (failure) {
    return ['bad', texts('cli:doctor.clickhouseBad', { reason: reasonOf(failure) })]
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
