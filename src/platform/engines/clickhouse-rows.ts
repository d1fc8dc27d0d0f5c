import { setImmediate as breathe } from 'node:timers/promises'
import { refusal } from './clickhouse-error.ts'
import type { TextRowsFormat } from './clickhouse-statement.ts'

/** Rows that are known to be rows. */
export interface Rows {
  /** One JSON value a line, no blank lines. */
  text: string
  count: number
}

const LINES_AT_ONCE = 2000

/**
 * Checks that `body` is nothing but rows. The engine gets statement and rows as one text and runs what follows a
 * blank line as SQL; so every line must be one JSON object (or array), and blank lines are taken out.
 * Throws a `ClickhouseError` with the row's number, counted from 1.
 */
export async function readRows(body: string, format: TextRowsFormat): Promise<Rows> {
  const kept: string[] = []
  let at = 0
  while (at < body.length) {
    const newline = body.indexOf('\n', at)
    const end = newline < 0 ? body.length : newline
    const line = body.slice(at, end).trim()
    at = end + 1
    if (line === '') continue
    if (!isRow(line, format)) {
      const wanted = format === 'JSONEachRow' ? 'object' : 'array'
      const text = `Cannot parse input: every line must be one JSON ${wanted}: (at row ${kept.length + 1})`
      throw refusal('CANNOT_PARSE_INPUT_ASSERTION_FAILED', text)
    }
    kept.push(line)
    // Others wait for their answers while a large block is read.
    if (kept.length % LINES_AT_ONCE === 0) await breathe()
  }
  return { text: kept.join('\n'), count: kept.length }
}

/** The first character is looked at, so the parsed value is an object or array of that kind and nothing else. */
function isRow(line: string, format: TextRowsFormat): boolean {
  if (line[0] !== (format === 'JSONEachRow' ? '{' : '[')) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
