import { columnsOf, filledCell, folded, textOf, type Cell } from '#platform/sheets'
import type { RowOfSheet } from './file/index.ts'
import type { Field, FormatHere } from './formats/format.ts'

/** Where each of a format's fields stands; a field may stand in several columns, of which the first filled one counts. */
export interface Columns {
  format: FormatHere
  of: ReadonlyMap<Field, readonly number[]>
  /** The header's own words, by column: for the columns that no field names. */
  names: readonly string[]
}

/** The format whose needed columns this row names, the one with most columns where several would do. */
export function readHeader(row: RowOfSheet, formats: readonly FormatHere[]): Columns | null {
  const names = namesIn(row)
  let best: Columns | null = null
  for (const format of formats) {
    const of = columnsOf(names, format.columns)
    if (format.needed.every((field) => of.has(field)) && of.size > (best?.of.size ?? 0)) best = { format, of, names }
  }
  return best
}

export const namesIn = (row: RowOfSheet): string[] => Array.from(row.cells, textOf)

/** The header again, in the midst of the rows: some programs repeat it on every page. */
export function isHeaderAgain(row: RowOfSheet, { of, names }: Columns): boolean {
  const at = (of.get('id') ?? of.get('orderedAt'))![0]!
  return folded(textOf(row.cells[at])) === folded(names[at]!)
}

/** A field's cell: of its columns the first that holds something. */
export const cellAt = (row: RowOfSheet, columns: Columns, field: Field): Cell | undefined => filledCell(row.cells, columns.of.get(field))
