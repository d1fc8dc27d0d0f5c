import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import { isId, newId } from '../ids/index.ts'
import { addRow, columnsOf, letGo, rowsByKind, type ColumnTypes } from './columns.ts'
import { bodiesOf } from './frames.ts'
import type { HitsLog } from './log.ts'
import type { Room } from './room.ts'
import type { SealedSegment } from './sealed-queue.ts'

/**
 * A table that takes blocks; its lines are its rows, as JSON objects. Beside its own columns it has `journal_id UUID`,
 * `block UInt64` and `row_in_block UInt32`, and it is declared with `fsync_after_insert = 1, fsync_part_directory = 1,
 * non_replicated_deduplication_window = 1000`.
 */
export interface BlockTable {
  table: string
  /** What every row begins with; right behind it stands the id of its shop. A line that begins otherwise is no row. */
  begins: string
  /** The numbers that change from row to row, in the order in which they stand in a line: rows that differ in nothing else are read once. */
  varying?: readonly string[]
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

/** What a sealed segment holds. Its text is read and written as latin1: byte for byte what it was, and cheap. */
export interface Block {
  segment: SealedSegment
  /** By their place in the block: all that it has, or a part of them. */
  rows: Map<number, string>
  /** How many it has in all. */
  size: number
  workspaceIds: Set<string>
}

/** All rows of a sealed segment, held in memory: for a block with which something went wrong. */
export async function readBlock(segment: SealedSegment, store: Pick<Store, 'begins' | 'log'>): Promise<Block> {
  const rows = new Map<number, string>()
  const { rows: size, workspaceIds } = eachRow(segment, await readFile(segment.file), store, (place, body, from, to) => rows.set(place, body.toString('latin1', from, to)))
  return { segment, rows, size, workspaceIds }
}

/** Bytes of a segment from which on asking for the table's columns and making them costs less than it saves. */
const WORTH_COLUMNS = 64 * 1024

/** How a fresh block is read and made. */
export interface FreshWays {
  readInto: Room
  /** Without them rows go as text. */
  columnTypes?(): Promise<ColumnTypes>
}

/** Puts in a block that nobody can have tried to insert, straight out of its file; answers what went by. */
export async function insertFresh(store: Store, segment: SealedSegment, { readInto, columnTypes }: FreshWays): Promise<Seen> {
  const { pieces, seen, format } = await piecesOf(store, segment, await readInto(segment.file), columnTypes)
  if (pieces.length > 0) await insert(store, pieces, tokenOf(segment), format)
  // Only once the store has taken them: what it refused may still be on its way to it.
  for (const piece of pieces) giveBack(piece)
  return seen
}

interface Pieces {
  /** Large ones each in memory of its own. */
  pieces: Buffer[]
  seen: Seen
  format: 'JSONEachRow' | 'Native'
}

async function piecesOf(store: Store, segment: SealedSegment, bytes: Buffer, columnTypes: FreshWays['columnTypes']): Promise<Pieces> {
  const { varying } = store
  const columns = columnTypes && varying && bytes.length >= WORTH_COLUMNS ? asColumns(segment, bytes, { ...store, varying }, await columnTypes()) : undefined
  return columns ? { ...columns, format: 'Native' } : { ...copyOf(segment, bytes, store), format: 'JSONEachRow' }
}

/** Memory beside the heap that waits for the collector makes it run, again and again. Small pieces share theirs. */
function giveBack({ buffer }: Buffer): void {
  if (buffer.byteLength > Buffer.poolSize) (buffer as ArrayBuffer).transfer(0)
}

/** The rows of a segment as columns; undefined where they go as text. */
function asColumns(segment: SealedSegment, bytes: Buffer, store: Store & { varying: readonly string[] }, types: ColumnTypes): { pieces: Buffer[]; seen: Seen } | undefined {
  const { journalId, block } = segment
  const rows = rowsByKind(types, { varying: store.varying, all: { journal_id: journalId, block }, placed: 'row_in_block' })
  let going = true
  const seen = eachRow(segment, bytes, store, (place, body, from, to) => {
    going &&= addRow(rows, body.toString('latin1', from, to), place)
  })
  const pieces = going && seen.rows > 0 ? columnsOf(rows) : undefined
  letGo(rows)
  return pieces && { pieces, seen }
}

/** What the store says that its table holds; columns that it fills by itself are none of them. */
export async function askColumnTypes({ client, table }: Pick<Store, 'client' | 'table'>): Promise<ColumnTypes> {
  const answer = await client.query({
    query: "select name, type from system.columns where database = currentDatabase() and table = {table:String} and default_kind = ''",
    query_params: { table },
    format: 'JSONEachRow',
  })
  return new Map((await answer.json<{ name: string; type: string }>()).map(({ name, type }) => [name, type]))
}

/**
 * Puts rows into a block table straight away, without a journal: for whoever has them in a file that can be read again, and
 * takes all rows of `journalId` out before it begins anew. They are on the disk when it answers.
 */
export const insertRows = (store: Omit<Store, 'begins' | 'log'>, { journalId, block }: { journalId: string; block: number }, rows: readonly string[]): Promise<void> =>
  insert(store, textOf({ journalId, block }, rows.entries(), 'utf8'))

interface Seen {
  rows: number
  workspaceIds: Set<string>
}

const ID_LENGTH = 36

/** Hands each row of a segment to `take`: its place, and where in these bytes it stands. */
function eachRow(segment: SealedSegment, bytes: Buffer, { begins, log }: Pick<Store, 'begins' | 'log'>, take: (place: number, body: Buffer, from: number, to: number) => void): Seen {
  const seen: Seen = { rows: 0, workspaceIds: new Set() }
  const headLength = begins.length + ID_LENGTH
  const bodies = bodiesOf(bytes)
  let place = 0
  let head: string | undefined
  for (;;) {
    const { done, value: body } = bodies.next()
    if (done) {
      if (body.torn && segment.fresh) log.warn({ block: segment.block }, 'dropped the end of a segment that was never acknowledged')
      return seen
    }
    for (let from = 0, to; from < body.length; from = to + 1, place++) {
      to = body.indexOf(LINE_BREAK, from)
      if (to === from || body[to - 1] !== CLOSING_BRACE) continue
      const begun = body.toString('latin1', from, Math.min(to, from + headLength))
      // Rows of one shop mostly stand together.
      if (begun !== head) {
        if (!begun.startsWith(begins)) continue
        head = begun
        const shop = begun.slice(begins.length)
        if (isId(shop)) seen.workspaceIds.add(shop)
      }
      seen.rows++
      take(place, body, from, to)
    }
  }
}
const LINE_BREAK = 0x0a
const CLOSING_BRACE = 0x7d

const PIECE_BYTES = 256 * 1024
const LONGEST_PLACE = 16

/** The rows of a segment as the store takes them (`textOf`), copied and never held as text: nearly all blocks go this way. */
function copyOf(segment: SealedSegment, bytes: Buffer, store: Store): { pieces: Buffer[]; seen: Seen } {
  const ends = Buffer.from(namedBy(segment), 'latin1')
  const pieces: Buffer[] = []
  let piece = Buffer.alloc(0)
  let filled = 0
  const seen = eachRow(segment, bytes, store, (place, body, from, to) => {
    const most = to - from + ends.length + LONGEST_PLACE
    if (filled + most > piece.length) {
      if (filled > 0) pieces.push(piece.subarray(0, filled))
      piece = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, most))
      filled = 0
    }
    filled += body.copy(piece, filled, from, to - 1)
    filled += ends.copy(piece, filled)
    filled += piece.write(`${place}}\n`, filled, 'latin1')
  })
  if (filled > 0) pieces.push(piece.subarray(0, filled))
  return { pieces, seen }
}

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
 * when the rows are not there after the store said that it took them. What is there of a block in part is some of its
 * partitions, and the store knows a token by partition: so the rest goes in by the token of the whole, as the earlier
 * attempt's own next step would.
 */
export async function insertWhatIsMissing(store: Store, block: Block): Promise<void> {
  if (block.size === 0) return
  let missing = await missingRows(store, block)
  for (const again of ['', `:${newId()}`]) {
    if (missing.size === 0) return
    if (missing.size < block.rows.size) store.log.warn({ block: block.segment.block, missing: missing.size, of: block.rows.size }, 'a block is in the store in part; inserting the rest')
    await insert(store, textOf(block.segment, missing), tokenOf(block.segment, block.rows.size < block.size ? missing : undefined) + again)
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

/** The same token again is refused by the store; without one nothing is. */
async function insert({ client, table }: Pick<Store, 'client' | 'table'>, rows: Iterable<Buffer>, token?: string, format: 'JSONEachRow' | 'Native' = 'JSONEachRow'): Promise<void> {
  // `exec`, since `insert` would take rows apart and write them as JSON once more.
  const answer = await client.exec({
    query: `insert into {table:Identifier} format ${format}`,
    query_params: { table },
    values: Readable.from(rows, { objectMode: false }),
    clickhouse_settings: {
      ...(token === undefined ? { insert_deduplicate: 0 } : { insert_deduplicate: 1, insert_deduplication_token: token }),
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

/** Names exactly these rows (all of the block unless said): the same again are refused by the store, others of the block are not. */
function tokenOf({ journalId, block }: SealedSegment, rows?: ReadonlyMap<number, string>): string {
  const whole = `${journalId}:${block}`
  return rows ? `${whole}:${createHash('sha256').update([...rows.keys()].join()).digest('base64url')}` : whole
}

// The lines of other connections wait meanwhile.
const ROWS_AT_ONCE = 1000

/** Rows as the store takes them: each with its journal, its block and its place, by which it is known again. */
function* textOf(segment: Named, rows: Iterable<[number, string]>, encoding: 'latin1' | 'utf8' = 'latin1'): Generator<Buffer> {
  const ends = namedBy(segment)
  let text = ''
  let written = 0
  for (const [place, row] of rows) {
    text += `${row.slice(0, -1)}${ends}${place}}\n`
    if (++written % ROWS_AT_ONCE !== 0) continue
    yield Buffer.from(text, encoding)
    text = ''
  }
  if (text !== '') yield Buffer.from(text, encoding)
}

type Named = Pick<SealedSegment, 'journalId' | 'block'>

/** Comes between a row and its place. */
const namedBy = ({ journalId, block }: Named): string => `,"journal_id":"${journalId}","block":${block},"row_in_block":`
