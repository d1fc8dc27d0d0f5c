import type { Cell } from '#platform/sheets'

export interface RowOfSheet {
  /** Equal for rows of one sheet. */
  sheet: string
  /** As the spreadsheet program shows it, from 1. */
  number: number
  /** By column from 0; columns without a value are empty texts or missing. */
  cells: readonly (Cell | undefined)[]
}

export interface Workbook {
  /** All rows of all sheets as they stand in the file; may be asked again and again. */
  rows(): AsyncGenerator<RowOfSheet>
}
