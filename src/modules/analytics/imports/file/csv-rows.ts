import { StringDecoder } from 'node:string_decoder'

export interface CsvRow {
  /** Of the line on which it begins, from 1. */
  line: number
  cells: string[]
}

/** A cell of more characters is no cell; the row with it is passed over, to the next end of a line. */
const LONGEST_ROW = 1024 * 1024

/**
 * The rows of a CSV file of any size (RFC 4180, UTF-8), some at a time, as they come in; empty lines are none.
 * `tooLong` are the lines of those that were longer than any row.
 */
export async function* csvRows(chunks: AsyncIterable<Buffer>, mark: string): AsyncGenerator<{ rows: CsvRow[]; tooLong: number[] }> {
  const decoder = new StringDecoder('utf8')
  let text = ''
  let line = 1
  let skipping = false
  let first = true

  const take = (ended: boolean): { rows: CsvRow[]; tooLong: number[] } => {
    const rows: CsvRow[] = []
    const tooLong: number[] = []
    let from = 0
    if (skipping) {
      const end = text.indexOf('\n')
      from = end < 0 ? text.length : end + 1
      skipping = end < 0
      if (!skipping) line++
    }
    while (from < text.length) {
      const row = readRow(text, from, mark, ended)
      if (!row) {
        if (text.length - from < LONGEST_ROW) break
        tooLong.push(line)
        skipping = true
        from = text.length
        break
      }
      if (row.cells.length > 1 || row.cells[0] !== '') rows.push({ line, cells: row.cells })
      line += row.lines
      from = row.next
    }
    text = text.slice(from)
    return { rows, tooLong }
  }

  for await (const chunk of chunks) {
    text += decoder.write(chunk)
    if (first && text !== '') {
      first = false
      text = text.replace(/^\ufeff/, '')
    }
    yield take(false)
  }
  text += decoder.end()
  yield take(true)
}

/** Null where the row goes on beyond the text. */
function readRow(text: string, from: number, mark: string, ended: boolean): { cells: string[]; next: number; lines: number } | null {
  const cells: string[] = []
  let lines = 1
  let at = from
  for (;;) {
    let cell = ''
    if (text[at] === '"') {
      for (let start = at + 1; ; ) {
        const quote = text.indexOf('"', start)
        if (quote < 0) return ended ? { cells: [...cells, text.slice(start)], next: text.length, lines } : null
        cell += text.slice(start, quote)
        at = quote + 1
        if (text[at] !== '"') break
        cell += '"'
        start = at + 1
      }
      lines += cell.split('\n').length - 1
    }
    const start = at
    while (at < text.length && text[at] !== mark && text[at] !== '\n') at++
    if (at >= text.length && !ended) return null
    const rest = text.slice(start, at)
    const last = at >= text.length || text[at] === '\n'
    cells.push(cell + (last && rest.endsWith('\r') ? rest.slice(0, -1) : rest))
    if (last) return { cells, next: at + 1, lines }
    at++
  }
}

/** What parts the cells of a header: exports have commas, and semicolons or tabs once a spreadsheet saved them. */
export function markOf(header: string): string {
  const counts = [',', ';', '\t'].map((mark) => [header.split(mark).length, mark] as const)
  return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1]
}
