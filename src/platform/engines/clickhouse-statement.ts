import { refusal } from './clickhouse-error.ts'

/** A request's SQL, looked at closely enough to know that it is one statement and what follows it. */
export interface Statement {
  /** The SQL; for rows sent with an INSERT, up to and with its FORMAT clause. */
  sql: string
  /** Whether it reads and changes nothing. */
  reads: boolean
  /** The format it names for its result, if it names one. */
  resultFormat?: string
  /** Set for an INSERT that is followed by rows in that format. */
  rowsFormat?: RowsFormat
  /** What stood behind the FORMAT clause of an INSERT. */
  inlineRows: string
  /** Names of `{name:Type}` placeholders. */
  placeholders: Set<string>
  /** Whether it may leave something on the session it ran on (SET, USE, temporary tables). */
  leavesTraces: boolean
}

/** Formats in which rows may be sent: one JSON value a line, or columns that are ready made. */
export type RowsFormat = TextRowsFormat | 'Native'
export type TextRowsFormat = 'JSONEachRow' | 'JSONCompactEachRow'

const ROWS_FORMATS: readonly RowsFormat[] = ['JSONEachRow', 'JSONCompactEachRow', 'Native']
/** Whoever begins otherwise has the session renewed afterwards. */
const LEAVES_NOTHING = new Set([
  'SELECT', 'WITH', 'INSERT', 'SHOW', 'DESCRIBE', 'DESC', 'EXISTS', 'EXPLAIN', 'ALTER', 'DROP', 'OPTIMIZE', 'TRUNCATE',
  'CHECK', 'RENAME', 'DELETE', 'UPDATE', 'SYSTEM', 'KILL',
])

/**
 * Reads a request's SQL as ClickHouse's HTTP interface would take it: one statement. The engine itself would run
 * several, and takes text behind the blank line after an INSERT's rows for SQL; both are refused here.
 * Throws a `ClickhouseError` for what a server would refuse too.
 */
export function readStatement(text: string): Statement {
  // The engine's text ends at a NUL: what stands behind would be seen here and not there.
  if (text.includes('\0')) throw refusal('SYNTAX_ERROR', 'Syntax error: the statement holds a NUL character.')
  const placeholders = new Set<string>()
  const seen: Token[] = []
  let first = ''
  let resultFormat: string | undefined
  let selects = false
  let inserts = false
  let inValues = false
  let end = text.length
  let ended = false

  for (const token of tokens(text)) {
    if (ended) throw refusal('SYNTAX_ERROR', 'Syntax error: multi-statements are not allowed.')
    if (token.text === ';') {
      ended = true
      end = token.start
      continue
    }
    const [before, last] = [seen.at(-2), seen.at(-1)]
    if (token.text === ':' && last?.word && before?.text === '{') placeholders.add(last.text)
    first ||= token.text.toUpperCase()
    if (token.depth === 0 && is(last, 'FORMAT') && token.word) resultFormat = token.text
    if (token.depth === 0 && is(token, 'INSERT')) inserts = true
    if (first === 'INSERT' && token.depth === 0) {
      if (inValues && !'(),'.includes(token.text)) {
        throw refusal('SYNTAX_ERROR', `Syntax error: unexpected ${token.text} after VALUES.`)
      }
      if (is(last, 'FORMAT') && token.word && !is(token, 'VALUES')) {
        const rowsFormat = ROWS_FORMATS.find(format => is(token, format.toUpperCase()))
        if (rowsFormat) return insertWith(text, token.end, rowsFormat, placeholders)
        if (!selects) {
          throw refusal('UNKNOWN_FORMAT', `Rows are taken as ${ROWS_FORMATS.join(' or ')}, not as ${token.text}.`)
        }
      }
      if (is(token, 'SELECT')) selects = true
      if (is(token, 'VALUES') && !selects) inValues = true
    }
    seen.push(token)
    if (seen.length > 2) seen.shift()
  }
  if (first === '') throw refusal('SYNTAX_ERROR', 'Syntax error: empty query.')
  const temporary = first === 'CREATE' && /^\W*CREATE\s+(OR\s+REPLACE\s+)?TEMPORARY/i.test(text)
  const leavesTraces = temporary || !(first === 'CREATE' || first === '(' || LEAVES_NOTHING.has(first))
  const reads = (first === 'SELECT' || first === 'WITH') && !inserts
  return { sql: text.slice(0, end), reads, resultFormat, inlineRows: '', placeholders, leavesTraces }
}

function insertWith(text: string, end: number, rowsFormat: RowsFormat, placeholders: Set<string>): Statement {
  const [sql, inlineRows] = [text.slice(0, end), text.slice(end)]
  return { sql, reads: false, rowsFormat, inlineRows, placeholders, leavesTraces: false }
}

interface Token {
  text: string
  start: number
  end: number
  /** A bare word: keyword or name. */
  word: boolean
  /** How many brackets are open around it. */
  depth: number
}

const quotedBy = (mark: string): string =>
  String.raw`${mark}[^${mark}\\]*(?:(?:\\[^]|${mark}${mark})[^${mark}\\]*)*(?:${mark}|$)`

/** One alternative each: blanks and comments, quoted things, heredocs, words and numbers, any other character. */
const TOKEN = new RegExp(
  [
    String.raw`(\s+|--[^\n]*|#[ !][^\n]*|/\*[^]*?(?:\*/|$))`,
    `(${["'", '"', '`'].map(quotedBy).join('|')})`,
    String.raw`(\$\w*\$)`,
    String.raw`([\w\u0080-\uffff]+)`,
    '([^])',
  ].join('|'),
  'y',
)

function* tokens(text: string): Generator<Token> {
  let depth = 0
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (!match) return
    let end = TOKEN.lastIndex
    if (match[3] !== undefined) {
      const close = text.indexOf(match[3], end)
      end = close < 0 ? text.length : close + match[3].length
    }
    if (match[1] === undefined) {
      const piece = text.slice(at, end)
      if (piece === ')' || piece === ']') depth--
      yield { text: piece, start: at, end, word: match[4] !== undefined, depth }
      if (piece === '(' || piece === '[') depth++
    }
    at = end
  }
}

function is(token: Token | undefined, keyword: string): boolean {
  return token !== undefined && token.word && token.text.toUpperCase() === keyword
}
