import pg from 'pg'
import type { Settings } from '#platform/config'
import { openHits } from '#platform/db'
import { addressFrom } from '#platform/engines'
import type { Texts } from '#platform/i18n'
import { reasonOf } from './reason.ts'

/** Either engine may be one's own; then its host and its setting are told, and what to look at. */
export const postgresBad = ({ DATABASE_URL, DATA_DIR }: Settings, texts: Texts, failure: unknown): string =>
  DATABASE_URL
    ? texts('cli:doctor.postgresOwnBad', { host: new URL(DATABASE_URL).host, reason: reasonOf(failure) })
    : texts('cli:doctor.postgresBad', { folder: DATA_DIR, reason: reasonOf(failure) })

export const clickhouseBad = ({ CLICKHOUSE_URL }: Settings, texts: Texts, failure: unknown): string =>
  CLICKHOUSE_URL
    ? texts('cli:doctor.clickhouseOwnBad', { host: new URL(CLICKHOUSE_URL).host, reason: reasonOf(failure) })
    : texts('cli:doctor.clickhouseBad', { reason: reasonOf(failure) })

/** Asked before anything starts: which of one's own engines does not answer, in the reader's words; null where each does. */
export async function ownEngineProblem(settings: Settings, texts: Texts): Promise<string | null> {
  const { DATABASE_URL, CLICKHOUSE_URL } = settings
  const problems = await Promise.all([
    DATABASE_URL ? postgresAnswers(DATABASE_URL).then(() => null, (failure: unknown) => postgresBad(settings, texts, failure)) : null,
    CLICKHOUSE_URL ? clickhouseAnswers(CLICKHOUSE_URL).then(() => null, (failure: unknown) => clickhouseBad(settings, texts, failure)) : null,
  ])
  return problems.filter((problem) => problem !== null).join('\n') || null
}

async function postgresAnswers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  // A connection that breaks is told by `connect`; unheard, this event would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
  } finally {
    await client.end().catch(() => {})
  }
}

async function clickhouseAnswers(url: string): Promise<void> {
  const hits = openHits(addressFrom(url), { longest: 5 })
  try {
    await hits.answers()
  } finally {
    await hits.close()
  }
}
