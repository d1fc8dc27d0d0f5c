import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { dayIn } from '#platform/clock'
import type { Refusal } from '#platform/refusal'
import type { Actor, Scopes } from '#platform/scope'
import { takeInBeside } from '../imports/in-thread.ts'
import { rowsOfImport, takeOut, type PastPlace } from '../imports/past-store.ts'
import { PastRefused } from '../imports/refused.ts'
import { Stopped, type PastCounts, type PastOutcome } from '../imports/take-in.ts'
import type { ThreadOrders } from '../imports/thread-words.ts'
import { toldAlready } from '../queries/told-already.ts'
import { tables, type AnalyticsTables } from '../tables.ts'

/** The shop that a past goes into. An import is many transactions, so it makes its own scopes. */
export interface PastInto {
  scopes: Scopes
  workspaceId: string
  actor: Actor
}

export interface PastNeeds {
  hits: { client: ClickHouseClient }
  /** Where the store is; the thread that reads asks it by itself. */
  clickhouse: ThreadOrders['clickhouse']
  /** Reads the file; in a thread of its own unless said. */
  takeIn?: typeof takeInBeside
}

export interface PastResult {
  state: 'done' | 'failed' | 'stopped'
  counts: PastCounts
  /** When the very same file came in before: then nothing of this one did. */
  sameAs: Date | null
  problem: Refusal | null
}

interface RunOptions {
  onProgress?(counts: PastCounts): void
  /** Aborted when this process is to end: it throws then, and the import is begun again by the next one. */
  away?: AbortSignal
  noteEveryMs?: number
}

const NOTHING: PastCounts = { format: null, bytes: 0, read: 0, lines: 0, counted: 0, leftOut: {}, failed: 0, errors: [] }
const NOTE_EVERY_MS = 1000
const BYTES_OF_SALT = 16

/**
 * Does the work of an import that has begun, from the beginning of its file: what an earlier run of it left is taken out
 * first. It goes in whole or not at all; ends with its record `done`, `failed` or `stopped`. Where a store is away it
 * throws, and the record stays at `reading`.
 */
export async function runVisitImport(into: PastInto, needs: PastNeeds, importId: string, path: string, { noteEveryMs = NOTE_EVERY_MS, ...options }: RunOptions = {}): Promise<PastResult> {
  const notes = openNotes(into, importId, noteEveryMs)
  try {
    return await bringIn(into, needs, importId, path, notes, options)
  } finally {
    await notes.end()
  }
}

async function bringIn(into: PastInto, needs: PastNeeds, importId: string, path: string, notes: Notes, { onProgress, away }: Omit<RunOptions, 'noteEveryMs'>): Promise<PastResult> {
  const { scopes, workspaceId } = into
  const reading = scopes.reading(workspaceId)
  const record = await tables(reading).selectFrom('analyticsImports').selectAll().where('workspaceId', '=', workspaceId).where('importId', '=', importId).executeTakeFirstOrThrow()
  const place: PastPlace = { workspaceId, siteId: record.siteId, importId }
  await takeOut(needs.hits.client, place)

  const fileHash = await hashOf(path)
  const same = await tables(reading)
    .selectFrom('analyticsImports')
    .select(['importId', 'finishedAt'])
    .where('workspaceId', '=', workspaceId)
    .where('siteId', '=', record.siteId)
    .where('fileHash', '=', fileHash)
    .where('state', '=', 'done')
    .where('sameAs', 'is', null)
    .executeTakeFirst()
  if (same) {
    await notes.end()
    await finish(into, importId, { state: 'done', fileHash, sameAs: same.importId })
    return { state: 'done', counts: NOTHING, sameAs: same.finishedAt, problem: null }
  }

  const { host } = await tables(reading).selectFrom('analyticsSites').select('host').where('workspaceId', '=', workspaceId).where('id', '=', record.siteId).executeTakeFirstOrThrow()
  const { zone: shopZone, ...told } = await toldAlready(reading, record.siteId, importId)
  const orders = {
    path,
    name: record.fileName,
    site: { id: record.siteId, host },
    zone: record.zone,
    own: record.ownAddresses ?? [],
    // Lives as long as this run: then nobody can tell any more who a visitor was.
    salt: randomBytes(BYTES_OF_SALT).toString('hex'),
    ...told,
  }
  let latest: PastCounts = NOTHING
  try {
    const outcome = await (needs.takeIn ?? takeInBeside)({ orders, place, clickhouse: needs.clickhouse }, (counts) => {
      latest = counts
      onProgress?.(counts)
      return notes.note(counts) || away?.aborted === true
    })
    await notes.end()
    await mustHold(needs.hits.client, place, outcome)
    await finish(into, importId, { ...recorded(outcome), ...daysOf(outcome, shopZone), state: 'done', fileHash, spans: json(outcome.spans) })
    return { state: 'done', counts: outcome, sameAs: null, problem: null }
  } catch (failure) {
    await notes.end()
    if (away?.aborted) throw failure
    await takeOut(needs.hits.client, place)
    if (failure instanceof Stopped) {
      await finish(into, importId, { state: 'stopped' })
      return { state: 'stopped', counts: latest, sameAs: null, problem: null }
    }
    if (!(failure instanceof PastRefused)) throw failure
    const { refused: code, values } = failure.refusal
    await finish(into, importId, { state: 'failed', problem: json({ code, values }) })
    return { state: 'failed', counts: latest, sameAs: null, problem: failure.refusal }
  }
}

type Columns = { [Name in keyof AnalyticsTables['analyticsImports']]?: unknown }

/** What it holds and counted must be the same to a row. */
async function mustHold(client: ClickHouseClient, place: PastPlace, { hits, rowsOfDays }: PastOutcome): Promise<void> {
  const held = await rowsOfImport(client, place)
  if (held.hits !== hits || held.days !== rowsOfDays) throw new Error(`The store took ${hits} hits and ${rowsOfDays} rows of days and holds ${held.hits} and ${held.days}.`)
}

interface Notes {
  /** Answers whether somebody asked to stop. */
  note(counts: PastCounts): boolean
  /** When the last note is written; there are none after it. */
  end(): Promise<void>
}

/**
 * Notes how far it is, in the background and no more often than is of use; also that somebody is at it, while nothing is told: an
 * import that is silent is taken for abandoned, and a large file is long looked through before its first line is read.
 */
function openNotes(into: PastInto, importId: string, everyMs: number): Notes {
  let stop = false
  let notedAt = -Infinity
  let noting: Promise<void> | undefined
  const write = (columns: Columns) => {
    notedAt = performance.now()
    // A note that fails is followed by another one.
    noting = writeDown(into, importId, columns)
      .then(
        (asked) => void (stop ||= asked),
        () => {},
      )
      .finally(() => (noting = undefined))
  }
  // One at a time: a database that is away makes no queue of them.
  const isDue = () => !noting && performance.now() - notedAt >= everyMs
  const alive = setInterval(() => isDue() && write({}), everyMs).unref()
  return {
    note: (counts) => {
      if (isDue()) write(recorded(counts))
      return stop
    },
    end: async () => {
      clearInterval(alive)
      await noting
    },
  }
}

const json = (value: unknown): string => JSON.stringify(value)

const recorded = ({ format, bytes, read, lines, counted, leftOut, failed, errors }: PastCounts): Columns => ({
  format,
  bytes,
  readBytes: read,
  lines,
  counted,
  leftOut: json(leftOut),
  failedLines: failed,
  errors: json(errors),
})

/** The shop's days of which it tells. */
function daysOf({ spans, days }: PastOutcome, zone: string): Columns {
  const [from, to] = [spans[0]?.[0], spans.at(-1)?.[1]]
  const [first, last] = from === undefined || to === undefined ? (days ?? [null, null]) : [dayIn(zone, new Date(from)), dayIn(zone, new Date(to))]
  return { firstDay: first, lastDay: last }
}

/** Answers whether somebody asked to stop. */
function writeDown({ scopes, workspaceId, actor }: PastInto, importId: string, columns: Columns): Promise<boolean> {
  return scopes.writing(workspaceId, actor, async (scope) => {
    const { stopAsked } = await tables(scope)
      .updateTable('analyticsImports')
      .set({ touchedAt: scope.clock.now(), ...(columns as object) })
      .where('workspaceId', '=', workspaceId)
      .where('importId', '=', importId)
      .returning('stopAsked')
      .executeTakeFirstOrThrow()
    await scope.announce({ type: 'VisitsImportProgressed', importId })
    return stopAsked
  })
}

async function finish({ scopes, workspaceId, actor }: PastInto, importId: string, columns: Columns): Promise<void> {
  await scopes.writing(workspaceId, actor, async (scope) => {
    const at = scope.clock.now()
    const { firstDay } = await tables(scope)
      .updateTable('analyticsImports')
      .set({ touchedAt: at, finishedAt: at, ownAddresses: null, ...(columns as object) })
      .where('workspaceId', '=', workspaceId)
      .where('importId', '=', importId)
      .returning('firstDay')
      .executeTakeFirstOrThrow()
    await scope.announce({ type: 'VisitsImported', importId, from: firstDay })
  })
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}
