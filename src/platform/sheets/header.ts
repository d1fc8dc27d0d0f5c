import { isBlank, type Cell } from './cells.ts'

/** The header is looked for in so many rows from the top of a sheet: exports put titles and periods above it. */
export const HEADER_WITHIN = 50

/** A column's name as it is compared: its letters and digits, without case: `No. Pesanan*` is `no_pesanan`. */
export const folded = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}#]+/gu, ' ').trim()

/** In which columns each field stands by one of its names, in the order of the names; fields without a column are left out. */
export function columnsOf<Field extends string>(
  names: readonly string[],
  aliases: Readonly<Partial<Record<Field, readonly string[]>>>,
): Map<Field, number[]> {
  const words = names.map(folded)
  const of = new Map<Field, number[]>()
  for (const [field, known] of Object.entries(aliases) as [Field, readonly string[]][]) {
    const at = known.flatMap((alias) => words.flatMap((word, column) => (word === folded(alias) ? [column] : [])))
    if (at.length > 0) of.set(field, at)
  }
  return of
}

/** Of these columns' cells the first that holds something. */
export function filledCell(cells: readonly (Cell | undefined)[], at: readonly number[] | undefined): Cell | undefined {
  const filled = at?.find((column) => !isBlank(cells[column]))
  return filled === undefined ? undefined : cells[filled]
}
