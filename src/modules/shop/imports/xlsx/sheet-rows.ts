import type { Cell } from '#platform/sheets'
import { MOST_CELL, MOST_COLUMNS } from '../file/limits.ts'
import { FileRefused } from '../file/refused.ts'
import { xmlReader, type XmlReader } from './xml.ts'

export interface SheetRow {
  /** As the spreadsheet program shows it, from 1. */
  number: number
  /** By column from 0; columns without a value are empty texts or missing. */
  cells: readonly (Cell | undefined)[]
}

/** Reads the rows of one sheet. */
export function sheetReader(strings: readonly string[], onRow: (row: SheetRow) => void): XmlReader {
  let number = 0
  let cells: Cell[] = []
  let column = -1
  let type = 'n'
  let value = ''
  let inValue = false

  return xmlReader({
    open: (name, attributes) => {
      if (name === 'row') {
        number = Number(attributes.r) || number + 1
        cells = []
        column = -1
      } else if (name === 'c') {
        column = columnOf(attributes.r) ?? column + 1
        if (column >= MOST_COLUMNS) throw new FileRefused('shop.import-broken')
        type = attributes.t ?? 'n'
        value = ''
      } else if (name === 'v' || name === 't') inValue = column >= 0
    },
    text: (piece) => {
      if (inValue && value.length < MOST_CELL) value += piece
    },
    close: (name) => {
      if (name === 'v' || name === 't') inValue = false
      else if (name === 'c') {
        if (value !== '') cells[column] = cellOf(type, value, strings)
      } else if (name === 'row') onRow({ number, cells })
    },
  })
}

function cellOf(type: string, value: string, strings: readonly string[]): Cell {
  if (type === 's') return { text: strings[Number(value)] ?? '', numeric: false }
  return { text: value.slice(0, MOST_CELL), numeric: type === 'n' }
}

/** `AB12` → 27; undefined where a writer left the reference out. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
