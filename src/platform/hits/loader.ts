import { mkdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import { newId } from '../ids/index.ts'
import { framesOf } from './frames.ts'
import type { HitsLog, Journal } from './journal.ts'
import type { SealedSegment } from './sealed-queue.ts'

/** Some lines of a block as rows. */
export interface Rows {
  /** One for each line, in order: the text of a JSON object with the table's columns, or null for a line that is none. */
  rows: (string | null)[]
  /** Whose they are. */
  workspaceIds: Iterable<string>
}

/**
 * A table that takes blocks. Beside its own columns it has `journal_id UUID`, `block UInt64` and `row_in_block UInt32`,
 * and it is declared with `fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000`.
 */
export interface BlockTable {
  table: string
  toRows(lines: readonly string[]): Rows
}

export interface LoaderSettings extends BlockTable {
  journal: Journal
  client: ClickHouseClient
  log: HitsLog
  /** After each block that is in the store: whose rows it held, and how many. */
  onLoaded?(loaded: { workspaceIds: readonly string[]; rows: number }): void
}

export interface Loader {
  /** Blocks that wait, the one at work included; why the last attempt failed, while it does. */
  state(): { waiting: number; failing: string | null }
  /** Seals the journal and loads what waits for up to `drainMs`; the rest stays on the disk. */
  stop(drainMs?: number): Promise<void>
}

const LONGEST_PAUSE_MS = 5000
const LOOK_FOR_LEFT_OVERS_MS = 20_000
const ATTEMPTS_AT_A_BAD_BLOCK = 3
/** Longer than a store needs from writing a token to showing the rows. */
const COMMIT_TAKES_MS = 5000

/** Loads every sealed segment of the journal as one block, in the background, again and again until it is in. */
export function startLoader(settings: LoaderSettings): Loader {
  const { journal, log } = settings
  const giveUp = new AbortController()
  let failing: string | null = null
  let working = 0

  const run = async () => {
    while (!giveUp.signal.aborted) {
      const segment = await journal.sealed.next()
      if (!segment) return
      working = 1
      await loadUntilDone(segment)
      working = 0
    }
  }

  const loadUntilDone = async (segment: SealedSegment): Promise<void> => {
    let maybeThere = !segment.fresh
    for (let attempt = 1; !giveUp.signal.aborted; attempt++) {
      try {
        await loadBlock(settings, segment, maybeThere)
        if (failing) log.info({}, 'the stream of hits takes blocks again')
        failing = null
        return
      } catch (error) {
        maybeThere = true
        if (attempt >= ATTEMPTS_AT_A_BAD_BLOCK && isAboutRows(error)) {
          return setAside(segment, settings, error)
        }
        if (!failing) log.warn({ error: String(error), block: segment.block }, 'hits wait in the journal: the store does not take them')
        failing = String(error)
        await wait(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt), undefined, { signal: giveUp.signal }).catch(() => {})
      }
    }
  }

  const running = run()
  const lookAround = setInterval(() => void journal.adopt().catch(() => {}), LOOK_FOR_LEFT_OVERS_MS)

  return {
    state: () => ({ waiting: journal.sealed.waiting() + working, failing }),
    stop: async (drainMs = 5000) => {
      clearInterval(lookAround)
      await journal.seal()
      // From here on an empty queue ends the run.
      journal.sealed.close()
      const late = setTimeout(() => giveUp.abort(), drainMs)
      await running
      clearTimeout(late)
    },
  }
}

/** Puts one block into the store if it is not there, then takes its segment away. */
async function loadBlock(settings: LoaderSettings, segment: SealedSegment, maybeThere: boolean): Promise<void> {
  const block = await readBlock(segment, settings)
  if (block.rows.size > 0) {
    if (maybeThere) await insertWhatIsMissing(settings, block)
    else await insert(settings, block, block.rows, `${segment.journalId}:${segment.block}`)
  }
  await unlink(segment.file)
  if (block.rows.size > 0) settings.onLoaded?.({ workspaceIds: [...block.workspaceIds], rows: block.rows.size })
}

interface Block {
  segment: SealedSegment
  /** By their place in the block. */
  rows: Map<number, string>
  workspaceIds: Set<string>
}

// Hits are answered in the same process: nobody is to wait for a whole block. Slices are not smaller, since under load
// a turn of the event loop takes longer than a slice, and the block must not wait for dozens of them.
const ROWS_AT_ONCE = 1000

async function readBlock(segment: SealedSegment, { toRows, log }: LoaderSettings): Promise<Block> {
  const block: Block = { segment, rows: new Map(), workspaceIds: new Set() }
  const frames = framesOf(await readFile(segment.file))
  let place = 0
  for (let breathedAt = 0; ; ) {
    const { done, value } = frames.next()
    if (done) {
      if (value.torn && segment.fresh) log.warn({ block: segment.block }, 'dropped the end of a segment that was never acknowledged')
      return block
    }
    const { rows, workspaceIds } = toRows(value)
    for (const id of workspaceIds) block.workspaceIds.add(id)
    for (const row of rows) {
      if (row !== null) block.rows.set(place, row)
      place++
    }
    if (place - breathedAt >= ROWS_AT_ONCE) {
      breathedAt = place
      await breathe()
    }
  }
}

/**
 * After any unclean end the rows themselves are counted; a deduplication token alone would lie, for it is written
 * before the part is committed: a kill between the two makes the store refuse a block that it does not hold.
 * The token still guards against an earlier attempt that is running yet, so it is tried first, and given up only
 * when the rows are not there after the store said that it took them.
 */
async function insertWhatIsMissing(settings: LoaderSettings, block: Block): Promise<void> {
  const { journalId, block: number } = block.segment
  let missing = await missingRows(settings, block)
  for (const token of [`${journalId}:${number}`, `${journalId}:${number}:${newId()}`]) {
    if (missing.size === 0) return
    const whole = missing.size === block.rows.size
    if (!whole) settings.log.warn({ block: number, missing: missing.size, of: block.rows.size }, 'a block is in the store in part; inserting the rest')
    await insert(settings, block, missing, whole ? token : `${token}:rest:${missing.size}`)
    missing = await missingRowsAtRest(settings, block)
  }
  if (missing.size > 0) throw new Error('The store took a block and does not show it.')
}

/** Rows that an earlier attempt is committing at this moment are waited for. */
async function missingRowsAtRest(settings: LoaderSettings, block: Block): Promise<Map<number, string>> {
  for (let waited = 0; ; waited += 250) {
    const missing = await missingRows(settings, block)
    if (missing.size === 0 || waited >= COMMIT_TAKES_MS) return missing
    await wait(250)
  }
}

async function missingRows({ client, table }: LoaderSettings, block: Block): Promise<Map<number, string>> {
  const query_params = { table, journal: block.segment.journalId, block: block.segment.block }
  const where = 'from {table:Identifier} where journal_id = {journal:UUID} and block = {block:UInt64}'
  const ask = async <Row>(select: string) => (await client.query({ query: `${select} ${where}`, query_params, format: 'JSONEachRow' })).json<Row>()
  const [counted] = await ask<{ rows: string | number }>('select count() as rows')
  const count = Number(counted!.rows)
  if (count === 0) return block.rows
  if (count >= block.rows.size) return new Map()
  const missing = new Map(block.rows)
  for (const { row_in_block } of await ask<{ row_in_block: number }>('select row_in_block')) missing.delete(row_in_block)
  return missing
}

async function insert({ client, table }: LoaderSettings, block: Block, rows: Map<number, string>, token: string): Promise<void> {
  // `exec`, since `insert` would take rows apart and write them as JSON once more.
  const answer = await client.exec({
    query: 'insert into {table:Identifier} format JSONEachRow',
    query_params: { table },
    values: Readable.from(textOf(block.segment, rows), { objectMode: false }),
    clickhouse_settings: {
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      async_insert: 0,
      // One block of ours is one block of the store.
      input_format_parallel_parsing: 0,
      max_partitions_per_insert_block: '10000',
      max_execution_time: 60,
    },
  })
  for await (const _ of answer.stream) {
    // Nothing is said, but the connection is free only when it was read.
  }
}

function* textOf({ journalId, block }: SealedSegment, rows: Map<number, string>): Generator<string> {
  let text = ''
  let written = 0
  for (const [place, row] of rows) {
    text += `${row.slice(0, -1)},"journal_id":"${journalId}","block":${block},"row_in_block":${place}}\n`
    if (++written % ROWS_AT_ONCE !== 0) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

/** The store understood the question and refused the rows: asking again gives the same answer. */
const isAboutRows = (error: unknown): boolean =>
  error instanceof ClickHouseError && /^(CANNOT_PARSE|INCORRECT_DATA|TYPE_MISMATCH|VALUE_IS_OUT_OF_RANGE|CANNOT_INSERT_NULL|UNKNOWN_ELEMENT_OF_ENUM)/.test(error.type ?? '')

/** A block that can never go in must not hold up those behind it; it is kept for a person to look at. */
async function setAside({ journalId, block, file }: SealedSegment, { journal, log }: LoaderSettings, error: unknown): Promise<void> {
  await mkdir(journal.setAsideFolder, { recursive: true })
  const kept = join(journal.setAsideFolder, `${journalId}-${block}.hits`)
  await rename(file, kept)
  log.error({ kept, error: String(error) }, 'the store refuses the rows of a block; the block was set aside, the others go on')
}
