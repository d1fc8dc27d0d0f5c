import { remembered } from '#platform/remembered'
import { columnsOf, filledCell, folded, textOf, type Cell } from '#platform/sheets'
import type { RowOfSheet } from './file/index.ts'
import type { Field, Here, Table } from './formats/format.ts'

/** Where each of a format's fields stands; a field may stand in several columns, of which the first filled one counts. */
export interface Columns<F extends Table = Table> {
  format: Here<F>
  of: ReadonlyMap<Field, readonly number[]>
  /** The header's own words, by column: for the columns that no field names. */
  names: readonly string[]
}

/** The format whose needed columns this row names, the one with most columns where several would do. */
export function readHeader<F extends Table>(row: RowOfSheet, formats: readonly Here<F>[]): Columns<F> | null {
  const names = namesIn(row)
  let best: Columns<F> | null = null
  const untaxed = names.map(withoutTaxes)
  for (const format of formats) {
    // By its own name first: the same one with and without taxes may be two columns.
    const of = new Map([...columnsOf(untaxed, format.columns), ...columnsOf(names, format.columns)])
    if (format.needed.every((field) => of.has(field)) && of.size > (best?.of.size ?? 0)) best = { format, of, names }
  }
  return best
}

/** What a name says of taxes changes with the law: `Biaya Layanan (termasuk PPN 11%)`. */
export const withoutTaxes = (name: string): string => folded(name).replace(/( (termasuk|incl|excl|including|excluding|exclude) (ppn|sst|gst|tax)( \d+)?)+$/, '')

export const namesIn = (row: RowOfSheet): string[] => Array.from(row.cells, textOf)

/** The header again, in the midst of the rows: some programs repeat it on every page. */
export function isHeaderAgain(row: RowOfSheet, { of, names }: Columns): boolean {
  const at = (of.get('id') ?? of.get('orderedAt'))![0]!
  return foldedBefore(textOf(row.cells[at]).slice(0, LONGEST_NAME)) === foldedBefore(names[at]!.slice(0, LONGEST_NAME))
}

const LONGEST_NAME = 200
/** Asked of each row, twice; an order's rows follow each other. */
const foldedBefore = remembered(1000, folded)

/** A field's cell: of its columns the first that holds something. */
export const cellAt = (row: RowOfSheet, columns: Columns, field: Field): Cell | undefined => filledCell(row.cells, columns.of.get(field))
