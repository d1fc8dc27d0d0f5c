import { setImmediate as othersFirst } from 'node:timers/promises'
import { cellOf, openCsv } from '#platform/sheets'
import { MOST_CELL, MOST_COLUMNS } from './limits.ts'
import { FileRefused } from './refused.ts'
import type { Source } from './source.ts'
import type { RowOfSheet, Workbook } from './workbook.ts'

const ROWS_AT_ONCE = 100

/** A text file as a workbook of one sheet: its text is held whole, its rows come one by one. */
export async function openText(source: Source): Promise<Workbook> {
  const csv = openCsv(await source.at(0, source.size))
  if (csv === 'not-text' || csv.startsWith('%PDF-')) throw new FileRefused('shop.import-not-a-table')
  // Web pages and XML that were saved as .xls or .csv.
  if (csv.startsWith('<')) throw (csv.names('<table', '<TABLE', '<Workbook', 'office:spreadsheet') ? new FileRefused('shop.import-other-sheet', { kind: 'HTML/XML' }) : new FileRefused('shop.import-not-a-table'))
  return { rows: () => rowsOf(csv.rows) }
}

async function* rowsOf(read: () => Generator<string[], 'whole' | 'cut-off'>): AsyncGenerator<RowOfSheet> {
  const rows = read()
  for (let number = 1; ; number++) {
    const row = rows.next()
    if (row.done) {
      if (row.value === 'cut-off') throw new FileRefused('shop.import-cut-off')
      return
    }
    const last = row.value.findLastIndex((text) => text !== '')
    // It waits for nothing by itself: the desk is answered meanwhile, and the batch before this one goes on into the store.
    if (number % ROWS_AT_ONCE === 0) await othersFirst()
    if (last >= MOST_COLUMNS) throw new FileRefused('shop.import-broken')
    yield { sheet: 'text', number, cells: row.value.slice(0, last + 1).map((text) => cellOf(asMeant(text.slice(0, MOST_CELL)), false)) }
  }
}

/** Of a number that a program marked as a text, `="2607"` or `'2607`, what it says. */
function asMeant(text: string): string {
  if (text.startsWith('=')) return text.replace(/^="(.*)"$/s, '$1')
  return text.startsWith("'") ? text.replace(/^'(?=[^'\s]+$|[\d+=@-][^']*$)/, '') : text
}
