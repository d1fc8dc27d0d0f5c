import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import { newId } from '../ids/index.ts'
import { framesOf } from './frames.ts'
import type { HitsLog } from './journal.ts'
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

/** The store, and the table of it that takes the blocks. */
export interface Store extends BlockTable {
  client: ClickHouseClient
  log: HitsLog
}

/** Longer than a store needs from writing a token to showing the rows. */
const COMMIT_TAKES_MS = 5000
/** Finds nine bad rows scattered over ten thousand; what is not told apart by then is set aside with them. */
const MOST_TRIES = 200

/** What a sealed segment holds. */
export interface Block {
  segment: SealedSegment
  /** By their place in the block: all that it has, or a part of them. */
  rows: Map<number, string>
  /** How many it has in all. */
  size: number
  workspaceIds: Set<string>
}

// Hits are answered in the same process: nobody is to wait for a whole block. Slices are not smaller, since under load
// a turn of the event loop takes longer than a slice, and the block must not wait for dozens of them.
const ROWS_AT_ONCE = 1000

/** The rows of a sealed segment. */
export async function readBlock(segment: SealedSegment, { toRows, log }: Store): Promise<Block> {
  const block = { segment, rows: new Map<number, string>(), workspaceIds: new Set<string>() }
  const frames = framesOf(await readFile(segment.file))
  let place = 0
  for (let breathedAt = 0; ; ) {
    const { done, value } = frames.next()
    if (done) {
      if (value.torn && segment.fresh) log.warn({ block: segment.block }, 'dropped the end of a segment that was never acknowledged')
      return { ...block, size: block.rows.size }
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

/** For a block that nobody can have tried to insert. */
export const insertBlock = (store: Store, block: Block): Promise<void> => insert(store, block, block.rows)

/**
 * Halves what the store refuses for its rows until those stand alone, breadth first, so that where there are more than
 * it may try for, what is left is small. Answers the rows that the store does not take; every other one is in, once.
 */
export async function insertInHalves(store: Store, block: Block): Promise<{ refused: Map<number, string>; error: unknown }> {
  const refused = new Map<number, string>()
  const parts = [block.rows]
  let tries = 0
  let error: unknown
  for (let part = parts.shift(); part; part = parts.shift()) {
    if (tries++ < MOST_TRIES) {
      try {
        await insertWhatIsMissing(store, { ...block, rows: part })
        continue
      } catch (failure) {
        if (!isAboutRows(failure)) throw failure
        error = failure
      }
      if (part.size > 1) {
        const rows = [...part]
        const half = Math.ceil(rows.length / 2)
        parts.push(new Map(rows.slice(0, half)), new Map(rows.slice(half)))
        continue
      }
    }
    for (const [place, row] of part) refused.set(place, row)
  }
  // A part that was not tried may be there from an earlier start.
  return { refused: await missingRows(store, { ...block, rows: refused }), error }
}

/** The store understood the question and refused the rows: asking again gives the same answer. */
export const isAboutRows = (error: unknown): boolean =>
  error instanceof ClickHouseError && /^(CANNOT_PARSE|INCORRECT_DATA|TYPE_MISMATCH|VALUE_IS_OUT_OF_RANGE|CANNOT_INSERT_NULL|UNKNOWN_ELEMENT_OF_ENUM)/.test(error.type ?? '')

/**
 * After any unclean end the rows themselves are counted; a deduplication token alone would lie, for it is written
 * before the part is committed: a kill between the two makes the store refuse a block that it does not hold.
 * The token still guards against an earlier attempt that is running yet, so it is tried first, and given up only
 * when the rows are not there after the store said that it took them.
 */
export async function insertWhatIsMissing(store: Store, block: Block): Promise<void> {
  let missing = await missingRows(store, block)
  for (const again of ['', `:${newId()}`]) {
    if (missing.size === 0) return
    if (missing.size < block.rows.size) store.log.warn({ block: block.segment.block, missing: missing.size, of: block.rows.size }, 'a block is in the store in part; inserting the rest')
    await insert(store, block, missing, again)
    missing = await missingRowsAtRest(store, block)
  }
  if (missing.size > 0) throw new Error('The store took a block and does not show it.')
}

/** Rows that an earlier attempt is committing at this moment are waited for. */
async function missingRowsAtRest(store: Store, block: Block): Promise<Map<number, string>> {
  for (let waited = 0; ; waited += 250) {
    const missing = await missingRows(store, block)
    if (missing.size === 0 || waited >= COMMIT_TAKES_MS) return missing
    await wait(250)
  }
}

async function missingRows({ client, table }: Store, { segment, rows }: Block): Promise<Map<number, string>> {
  const answer = await client.query({
    query: 'select row_in_block from {table:Identifier} where journal_id = {journal:UUID} and block = {block:UInt64}',
    query_params: { table, journal: segment.journalId, block: segment.block },
    format: 'JSONEachRow',
  })
  const missing = new Map(rows)
  for (const { row_in_block } of await answer.json<{ row_in_block: number }>()) missing.delete(row_in_block)
  return missing
}

async function insert({ client, table }: Store, block: Block, rows: Map<number, string>, again = ''): Promise<void> {
  // `exec`, since `insert` would take rows apart and write them as JSON once more.
  const answer = await client.exec({
    query: 'insert into {table:Identifier} format JSONEachRow',
    query_params: { table },
    values: Readable.from(textOf(block.segment, rows), { objectMode: false }),
    clickhouse_settings: {
      insert_deduplicate: 1,
      insert_deduplication_token: tokenOf(block, rows) + again,
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

/** Names exactly these rows: the same of them again are refused by the store, others of the same block are not. */
function tokenOf({ segment, size }: Block, rows: ReadonlyMap<number, string>): string {
  const whole = `${segment.journalId}:${segment.block}`
  return rows.size === size ? whole : `${whole}:${createHash('sha256').update([...rows.keys()].join()).digest('base64url')}`
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
