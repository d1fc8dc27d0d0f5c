import { columnsOf, filledCell, folded, textOf, type Cell } from '#platform/sheets'
import type { Format } from './formats/format.ts'
import type { SheetRow } from './xlsx/index.ts'

/** Where each of a format's fields stands; a field may stand in several columns, of which the first filled one counts. */
export interface Columns<Field extends string = string> {
  format: Format
  of: ReadonlyMap<Field, readonly number[]>
  /** The header's own words, by column: for the columns that no field names. */
  names: readonly string[]
}

/** The format whose needed columns this row names, the one with most columns where several would do. */
export function readHeader(row: SheetRow, formats: readonly Format[]): Columns | null {
  const names = Array.from(row.cells, textOf)
  let best: Columns | null = null
  for (const format of formats) {
    const of = columnsOf(names, format.columns)
    if (format.needed.every((field) => of.has(field)) && of.size > (best?.of.size ?? 0)) best = { format, of, names }
  }
  return best
}

/** The header again, in the midst of the rows: some programs repeat it on every page. */
export const isHeaderAgain = (row: SheetRow, columns: Columns): boolean => {
  const at = columns.of.get('id')![0]!
  return folded(textOf(row.cells[at])) === folded(columns.names[at]!)
}

/** A field's cell: of its columns the first that holds something. */
export const cellAt = (row: SheetRow, columns: Columns, field: string): Cell | undefined => filledCell(row.cells, columns.of.get(field))
