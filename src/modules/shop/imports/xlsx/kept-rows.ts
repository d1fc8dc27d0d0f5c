import { setImmediate as othersFirst } from 'node:timers/promises'
import type { Cell } from '#platform/sheets'
import type { RowOfSheet } from '../file/workbook.ts'
import type { SharedCell } from './shared-strings.ts'

export interface KeptRows {
  keep(row: RowOfSheet): void
  /** False once there were too many: they are to be read from the file. */
  readonly all: boolean
  again(): AsyncGenerator<RowOfSheet>
}

/** In numbers 32 MB, twice what a year of a busy shop takes. Cells that no table shares are held as they are, some 80 bytes each. */
const MOST = { numbers: 8_000_000, own: 250_000 }
const PAGE = 256 * 1024
/** Before the cells of a row: its sheet, counted from 1 (0 ends a page), its number, and how many they are. */
const BEFORE_CELLS = 3
const NO_CELL = -1
/** Of a row's own: the second one's is a place below. */
const FIRST_OWN = -2
const ROWS_AT_ONCE = 100

/** Keeps rows as numbers, four bytes a cell: which of the shared texts it is, or which of the row's own. */
export function keptRows(shared: readonly SharedCell[], most = MOST): KeptRows {
  let pages: Int32Array[] = []
  let own: Cell[] = []
  const sheets: string[] = []
  let used = PAGE
  let all = true

  const placeOf = (cell: Cell | undefined): number => {
    if (cell === undefined) return NO_CELL
    return (cell as Partial<SharedCell>).place ?? FIRST_OWN + 1 - own.push(cell)
  }
  const cellAt = (place: number): Cell | undefined => (place >= 0 ? shared[place] : place === NO_CELL ? undefined : own[FIRST_OWN - place])

  return {
    get all() {
      return all
    },
    keep: ({ sheet, number, cells }) => {
      if (!all) return
      if (used + BEFORE_CELLS + cells.length > PAGE) {
        pages.push(new Int32Array(PAGE))
        used = 0
      }
      if (sheets.at(-1) !== sheet) sheets.push(sheet)
      const page = pages.at(-1)!
      page[used++] = sheets.length
      page[used++] = number
      page[used++] = cells.length
      for (let column = 0; column < cells.length; column++) page[used++] = placeOf(cells[column])
      if (pages.length * PAGE <= most.numbers && own.length <= most.own) return
      all = false
      pages = []
      own = []
    },
    async *again() {
      let rows = 0
      for (const page of pages) {
        for (let at = 0; at < PAGE && page[at] !== 0; ) {
          const [sheet, number] = [sheets[page[at]! - 1]!, page[at + 1]!]
          const end = at + BEFORE_CELLS + page[at + 2]!
          const cells: (Cell | undefined)[] = []
          for (at += BEFORE_CELLS; at < end; at++) cells.push(cellAt(page[at]!))
          // Nothing is waited for: the desk is answered meanwhile, and the batch before this one goes on into the store.
          if (++rows % ROWS_AT_ONCE === 0) await othersFirst()
          yield { sheet, number, cells }
        }
      }
    },
  }
}
