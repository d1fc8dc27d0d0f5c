import type { Format } from './formats/format.ts'
import { textOf } from './values.ts'
import type { Cell, SheetRow } from './xlsx/index.ts'

/** Where each of a format's fields stands; a field may stand in several columns, of which the first filled one counts. */
export interface Columns<Field extends string = string> {
  format: Format
  of: ReadonlyMap<Field, readonly number[]>
  /** The header's own words, by column: for the columns that no field names. */
  names: readonly string[]
}

/** The header is looked for in so many rows from the top of a sheet: exports put titles and periods above it. */
export const HEADER_WITHIN = 50

const folded = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').replace(/\s*\/\s*/g, '/').replace(/[*:]+$/, '').trim()

/** The format whose needed columns this row names, the one with most columns where several would do. */
export function readHeader(row: SheetRow, formats: readonly Format[]): Columns | null {
  const names = Array.from(row.cells, textOf)
  const words = names.map(folded)
  let best: Columns | null = null
  for (const format of formats) {
    const of = new Map<string, number[]>()
    for (const [field, aliases] of Object.entries(format.columns)) {
      const at = aliases.flatMap((alias) => columnsNamed(words, folded(alias)))
      if (at.length > 0) of.set(field, at)
    }
    if (format.needed.every((field) => of.has(field)) && of.size > (best?.of.size ?? 0)) best = { format, of, names }
  }
  return best
}

const columnsNamed = (words: readonly string[], alias: string): number[] => words.flatMap((word, column) => (word === alias ? [column] : []))

/** The header again, in the midst of the rows: some programs repeat it on every page. */
export const isHeaderAgain = (row: SheetRow, columns: Columns): boolean => {
  const at = columns.of.get('id')![0]!
  return folded(textOf(row.cells[at])) === folded(columns.names[at]!)
}

/** A field's cell: of its columns the first that holds something. */
export function cellAt(row: SheetRow, columns: Columns, field: string): Cell | undefined {
  const at = columns.of.get(field)
  const filled = at?.find((column) => textOf(row.cells[column]) !== '')
  return filled === undefined ? undefined : row.cells[filled]
}
