import { createHash, timingSafeEqual } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fromEngine, refusal } from './clickhouse-error.ts'
import { replyTo, type Reply } from './clickhouse-reply.ts'
import { readRows } from './clickhouse-rows.ts'
import type { Effort, Sessions } from './clickhouse-sessions.ts'
import { readStatement, type Statement } from './clickhouse-statement.ts'

/** Who may ask. */
export interface Credentials {
  username: string
  password: string
}

/**
 * A handler that speaks as much of ClickHouse's HTTP interface as `@clickhouse/client` uses.
 * `rowsFolder` is for blocks of rows on their way in.
 */
export function handlerFor(sessions: Sessions, credentials: Credentials, rowsFolder: string) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://engine')
    if (url.pathname === '/ping' || (request.method === 'GET' && url.search === '')) {
      response.end('Ok.\n')
      return
    }
    const reply = replyTo(response)
    try {
      if (!mayAsk(request, url.searchParams, credentials)) {
        throw refusal('AUTHENTICATION_FAILED', 'Authentication failed: user name or password is wrong.')
      }
      await answer(sessions, request, url.searchParams, reply, rowsFolder)
    } catch (error) {
      reply.fail(fromEngine(error))
    }
  }
}

const LARGEST_BODY = 64 * 1024 * 1024
/** Seconds. */
const LONGEST_QUERY = 3600

/** Parameters of the interface itself; all others are settings. */
const OF_THE_INTERFACE = new Set([
  'query', 'database', 'query_id', 'default_format', 'user', 'password', 'session_id', 'session_timeout',
  'session_check', 'compress', 'decompress', 'quota_key', 'role', 'stacktrace', 'buffer_size', 'wait_end_of_query',
  'enable_http_compression', 'client_protocol_version', 'http_method',
])

async function answer(
  sessions: Sessions,
  request: IncomingMessage,
  url: URLSearchParams,
  reply: Reply,
  rowsFolder: string,
): Promise<void> {
  const startedAt = process.hrtime.bigint()
  if (request.method !== 'GET' && request.method !== 'POST') throw refusal('BAD_ARGUMENTS', 'Use GET or POST.')
  if (url.has('session_id')) throw refusal('NOT_IMPLEMENTED', 'The embedded engine has no sessions over HTTP.')
  const { fields, bytes } = await readBody(request)
  const query = url.get('query') ?? fields?.get('query')?.toString() ?? ''
  const statement = readStatement(query === '' ? bytes.toString('utf8') : query)
  const { settings, params } = readParameters([...url, ...(fields ?? [])])
  for (const name of statement.placeholders) {
    if (!params.has(name)) throw refusal('UNKNOWN_QUERY_PARAMETER', `Substitution \`${name}\` is not set.`)
  }
  const { sql, written, file } = await withRows(statement, query === '' ? NOTHING : bytes, rowsFolder)
  const format =
    statement.resultFormat ?? url.get('default_format') ?? headerOf(request, 'x-clickhouse-format') ?? 'TabSeparated'
  let read: Effort = { rows: 0, bytes: 0 }
  try {
    if (sql !== undefined) {
      read = await sessions.run(
        {
          sql,
          reads: statement.reads,
          format,
          database: url.get('database') ?? headerOf(request, 'x-clickhouse-database') ?? 'default',
          settings,
          params,
          leavesTraces: statement.leavesTraces || settings.has('readonly'),
        },
        piece => reply.write(piece),
        reply.gone,
      )
    }
  } finally {
    if (file) await rm(file, { force: true })
  }
  reply.end({
    'X-ClickHouse-Query-Id': url.get('query_id') ?? '',
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Summary': summaryOf(written ?? read, written, startedAt),
  })
}

const NOTHING = Buffer.alloc(0)

/**
 * Bytes. The engine reads what stands behind a statement three times, and a file once; and since a file is never
 * taken for SQL, nobody need read its rows before. 16,000 hits in a fifth of the CPU.
 */
const INLINE_ROWS = 64 * 1024
let files = 0

/** The statement with its rows behind it, or in a file if they are many; no statement when there are none. */
async function withRows(
  statement: Statement,
  body: Buffer,
  rowsFolder: string,
): Promise<{ sql?: string; written?: Effort; file?: string }> {
  if (!statement.rowsFormat) {
    if (body.toString('utf8').trim() !== '') {
      throw refusal('UNKNOWN_FORMAT', 'A body is taken only with INSERT … FORMAT JSONEachRow, JSONCompactEachRow or Native.')
    }
    return { sql: statement.sql }
  }
  const isText = statement.rowsFormat !== 'Native'
  if ((body.length > INLINE_ROWS || !isText) && statement.inlineRows.trim() === '') {
    const file = join(rowsFolder, String(files++))
    const fromFile = readingFrom(file, statement.sql)
    if (fromFile !== undefined) {
      await writeFile(file, body, { mode: 0o600 })
      return { sql: fromFile, written: { rows: isText ? linesIn(body) : rowsInBlock(body), bytes: body.length }, file }
    }
  }
  // Bytes that are no text can stand in a file alone.
  if (statement.rowsFormat === 'Native') throw refusal('BAD_ARGUMENTS', 'Native is taken as a body alone, behind an INSERT that ends with its format.')
  const rows = await readRows(statement.inlineRows + body.toString('utf8'), statement.rowsFormat)
  const written = { rows: rows.count, bytes: rows.text.length }
  return rows.count === 0 ? { written } : { sql: `${statement.sql}\n${rows.text}\n`, written }
}

/** Lines that hold something. */
function linesIn(body: Buffer): number {
  let lines = 0
  for (let from = 0; from < body.length; ) {
    const newline = body.indexOf(0x0a, from)
    const end = newline < 0 ? body.length : newline
    if (end > from) lines++
    from = end + 1
  }
  return lines
}

/** Native begins with the numbers of its columns and of its rows, seven bits a byte. */
function rowsInBlock(body: Buffer): number {
  let [numbers, rows, factor] = [0, 0, 1]
  for (const byte of body.subarray(0, 20)) {
    rows += (byte & 0x7f) * factor
    factor *= 0x80
    if (byte >= 0x80) continue
    if (++numbers === 2) return rows
    rows = 0
    factor = 1
  }
  return 0
}

/** The INSERT with the file as its source, which stands before settings and format: so only where the latter is all there is. */
function readingFrom(file: string, sql: string): string | undefined {
  const format = /\bFORMAT\s+\w+\s*$/i.exec(sql)
  if (!format || /\bSETTINGS\b/i.test(sql)) return undefined
  return `${sql.slice(0, format.index)} FROM INFILE '${file.replace(/[\\']/g, '\\$&')}' ${format[0]}`
}

interface Parameters {
  settings: Map<string, string>
  params: Map<string, string>
}

function readParameters(entries: [string, string | File][]): Parameters {
  const settings = new Map<string, string>()
  const params = new Map<string, string>()
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || OF_THE_INTERFACE.has(name)) continue
    if (!/^\w+$/.test(name) || value.includes('\0')) {
      throw refusal('BAD_ARGUMENTS', `The parameter ${JSON.stringify(name)} cannot be used.`)
    }
    if (name.startsWith('param_')) params.set(name.slice('param_'.length), value)
    else settings.set(name, value)
  }
  const seconds = Number(settings.get('max_execution_time'))
  if (settings.has('max_execution_time') && !(seconds > 0 && seconds <= LONGEST_QUERY)) {
    settings.set('max_execution_time', String(LONGEST_QUERY))
  }
  return { settings, params }
}

/** The body, or its fields when it is a form (how the client sends parameters too long for a URL). */
async function readBody(request: IncomingMessage): Promise<{ fields?: FormData; bytes: Buffer }> {
  if (headerOf(request, 'content-encoding')) throw refusal('NOT_IMPLEMENTED', 'Compressed bodies are not taken.')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // What is too much is read all the same, and dropped: a client that is still sending would not hear the answer.
    if (size <= LARGEST_BODY) chunks.push(chunk)
  }
  if (size > LARGEST_BODY) {
    throw refusal('TOO_LARGE_STRING_SIZE', `The body is larger than ${LARGEST_BODY} bytes: send smaller blocks.`)
  }
  const bytes = Buffer.concat(chunks)
  const type = headerOf(request, 'content-type') ?? ''
  if (type.startsWith('multipart/form-data')) {
    return { fields: await new Response(bytes, { headers: { 'content-type': type } }).formData(), bytes: NOTHING }
  }
  return { bytes }
}

function mayAsk(request: IncomingMessage, url: URLSearchParams, { username, password }: Credentials): boolean {
  const basic = /^Basic (.*)$/.exec(headerOf(request, 'authorization') ?? '')?.[1]
  const user = headerOf(request, 'x-clickhouse-user') ?? url.get('user')
  const key = headerOf(request, 'x-clickhouse-key') ?? url.get('password')
  const given = basic === undefined ? `${user}:${key}` : Buffer.from(basic, 'base64').toString('utf8')
  return timingSafeEqual(digest(given), digest(`${username}:${password}`))
}

/** All figures as strings, as the server has them. */
function summaryOf(read: Effort, written: Effort | undefined, startedAt: bigint): string {
  return JSON.stringify({
    read_rows: String(read.rows),
    read_bytes: String(read.bytes),
    written_rows: String(written?.rows ?? 0),
    written_bytes: String(written?.bytes ?? 0),
    total_rows_to_read: '0',
    result_rows: String(written?.rows ?? 0),
    result_bytes: String(written?.bytes ?? 0),
    elapsed_ns: String(process.hrtime.bigint() - startedAt),
  })
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
