import { randomUUID } from 'node:crypto'
import { Session } from 'chdb'
import { fromEngine, refusal } from './clickhouse-error.ts'

/** What is to be run, and under which settings. */
export interface Run {
  sql: string
  /** Whether it reads and changes nothing: then it can be stopped half-way. */
  reads: boolean
  /** In which the result comes. */
  format: string
  database: string
  settings: Map<string, string>
  params: Map<string, string>
  /** Whether the session is to be renewed afterwards. */
  leavesTraces: boolean
}

/** What the engine read on the way, as far as it says. */
export interface Effort {
  rows: number
  bytes: number
}

/** The engine, open on one folder. */
export interface Sessions {
  /**
   * Runs one statement; `take` gets the result piece by piece and holds the next one up until it resolves.
   * A run whose `signal` aborts is stopped in the engine too. Rejects with what the engine or `take` threw.
   */
  run(run: Run, take: (piece: Uint8Array) => Promise<void>, signal?: AbortSignal): Promise<Effort>
  /** Closes the engine. */
  close(): void
}

/** As many statements at a time as there are threads (UV_THREADPOOL_SIZE); others wait in line. */
const AT_ONCE = 16
const LONGEST_LINE = 2000

/** What every session opens with, and returns to after a run that wanted otherwise. */
const BASE = new Map([
  // Seconds. Nothing runs for ever.
  ['max_execution_time', '60'],
  // A stray word is a syntax error, as on a server.
  ['implicit_select', '0'],
  // Bytes. Parameters are part of a statement here; on a server they come beside it.
  ['max_query_size', String(64 * 1024 * 1024)],
])

/** Formats of which pieces can be put together: in the others each piece would bring its own head and foot. */
const IN_PIECES = new Set([
  'JSONEachRow', 'JSONCompactEachRow', 'JSONStringsEachRow', 'JSONCompactStringsEachRow', 'TabSeparated', 'TSV', 'CSV',
])
/** Bytes that a result in another format may have, for it is held in memory as a whole. */
const LARGEST_WHOLE = 256 * 1024 * 1024
/**
 * Bytes, not yet written out as text, up to which one that could come in pieces is held as a whole too. A stream is
 * planned on the thread that serves everybody, and of a question about few rows that is most of the work: eight of
 * them at once waited for each other, and hits on their way in for all of them. A longer answer is begun anew as a stream.
 */
const LARGEST_AT_ONCE = 2 * 1024 * 1024
const TOO_MANY_ROWS_OR_BYTES = 396

/** Opens the engine on `folder`, which only one process may have open, with ClickHouse's own configuration file. */
export function openSessions(folder: string, configFile: string): Sessions {
  const connectionArgs = [`--config-file=${configFile}`, ...[...BASE].map(([name, value]) => `--${name}=${value}`)]
  const idle: OpenSession[] = []
  const waiting: ((session: OpenSession) => void)[] = []
  let open = 0

  // The engine ends with its last session; this one keeps it.
  const keeper = new Session(folder, { connectionArgs })
  return {
    async run(run, take, signal) {
      const mark = run.reads ? `/* ${randomUUID()} */` : undefined
      const marked = mark ? { ...run, sql: `${run.sql}\n${mark}` } : run
      const stop = (): void => void (mark && keeper.queryAsync(killing(mark)).catch(() => {}))
      signal?.addEventListener('abort', stop, { once: true })
      const couldStream = run.reads && IN_PIECES.has(run.format)
      try {
        return await onOne(run, session => runWhole(session, marked, take, couldStream ? LARGEST_AT_ONCE : LARGEST_WHOLE), signal)
      } catch (error) {
        if (!couldStream || fromEngine(error).code !== TOO_MANY_ROWS_OR_BYTES) throw error
        return await onOne(run, session => runInPieces(session, marked, take), signal)
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    },
    close() {
      for (const session of idle) session.engine.close()
      keeper.close()
    },
  }

  async function onOne(run: Run, work: (session: OpenSession) => Promise<Effort>, signal?: AbortSignal): Promise<Effort> {
    const session = await borrow()
    try {
      signal?.throwIfAborted()
      const effort = await work(session)
      giveBack(run.leavesTraces ? renew(session) : session)
      return effort
    } catch (error) {
      // What of the preamble was carried out is not known.
      giveBack(renew(session))
      throw error
    }
  }

  function borrow(): Promise<OpenSession> {
    const session = idle.pop()
    if (session) return Promise.resolve(session)
    if (open < AT_ONCE) {
      open++
      return Promise.resolve(fresh())
    }
    if (waiting.length >= LONGEST_LINE) {
      const text = `Too many simultaneous queries: ${waiting.length} are waiting.`
      return Promise.reject(refusal('TOO_MANY_SIMULTANEOUS_QUERIES', text))
    }
    return new Promise(resolve => waiting.push(resolve))
  }

  function giveBack(session: OpenSession): void {
    const next = waiting.shift()
    if (next) next(session)
    else idle.push(session)
  }

  function renew(session: OpenSession): OpenSession {
    session.engine.close()
    return fresh()
  }

  function fresh(): OpenSession {
    return { engine: new Session(folder, { connectionArgs }), settings: BASE, database: undefined }
  }
}

interface OpenSession {
  engine: Session
  /** What is set on it now. */
  settings: ReadonlyMap<string, string>
  database: string | undefined
}

async function runWhole(session: OpenSession, run: Run, take: (piece: Uint8Array) => Promise<void>, largest: number): Promise<Effort> {
  const settings = new Map([['max_result_bytes', String(largest)], ...run.settings])
  const text = preamble(session, { ...run, settings }) + run.sql
  const result = await session.engine.queryAsync(text, { format: run.format })
  const bytes = result.bytes()
  if (bytes.length > 0) await take(bytes)
  return { rows: result.rowsRead, bytes: result.bytesRead }
}

async function runInPieces(session: OpenSession, run: Run, take: (piece: Uint8Array) => Promise<void>): Promise<Effort> {
  const before = preamble(session, run)
  if (before) await session.engine.queryAsync(before)
  for await (const piece of session.engine.queryStream(run.sql, { format: run.format })) await take(piece.raw())
  return { rows: 0, bytes: 0 }
}

/**
 * The statements that bring a session from what it is to what the run wants. Settings stay on a session, so those of
 * the run before are put back. Parameters stay too: the caller checks that all that a statement names are given.
 */
function preamble(session: OpenSession, run: Run): string {
  const wanted = new Map([...BASE, ...run.settings])
  const changes: string[] = []
  for (const name of session.settings.keys()) {
    if (!wanted.has(name)) changes.push(`${name}=DEFAULT`)
  }
  for (const [name, value] of wanted) {
    if (session.settings.get(name) !== value) changes.push(`${name}=${quote(value)}`)
  }
  const params = [...run.params].map(([name, value]) => `param_${name}=${quote(value)}`)
  const use = session.database === run.database ? '' : `USE ${identifier(run.database)}; `
  session.settings = wanted
  session.database = run.database
  return [
    use,
    params.length ? `SET ${params.join(', ')}; ` : '',
    // Last: `readonly` forbids whatever would follow it.
    changes.length ? `SET ${changes.join(', ')}; ` : '',
  ].join('')
}

/** Stops the statement that carries the mark. */
function killing(mark: string): string {
  return `KILL QUERY WHERE position(query, ${quote(mark)}) > 0 AND query NOT LIKE 'KILL%' ASYNC`
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, character => `\\${character}`)}'`
}

function identifier(text: string): string {
  return `\`${text.replace(/[\\`]/g, character => `\\${character}`)}\``
}
