import { cellOf, type Cell } from '#platform/sheets'
import { MOST_CELL, MOST_COLUMNS } from '../file/limits.ts'
import { FileRefused } from '../file/refused.ts'
import { nextCell, readPlainCell, type PlainCell } from './plain-cell.ts'
import { writtenText } from './written-text.ts'
import { xmlReader, type XmlReader } from './xml.ts'

export interface SheetRow {
  /** As the spreadsheet program shows it, from 1. */
  number: number
  /** By column from 0; columns without a value are empty texts or missing. */
  cells: readonly (Cell | undefined)[]
}

/** A plain cell is shorter; what goes on for longer is for the parser. */
const LONGEST_PLAIN = 1000

/**
 * Reads the rows of one sheet; where its workbook counts days from 1904, its numbers say so. Cells that are written as all programs write them are taken out before the parser sees the rest: they
 * are whole elements, so what is left is as well formed as it was, and a parser needs four times as long for them.
 */
export function sheetReader(shared: readonly Cell[], onRow: (row: SheetRow) => void, { from1904 = false } = {}): Pick<XmlReader, 'write' | 'end'> {
  let number = 0
  let cells: Cell[] = []
  let column = -1
  let type = 'n'
  let value = ''
  let inValue = false

  const ownCell = (written: string, numeric: boolean): Cell => {
    const cell = cellOf(numeric ? written : writtenText(written), numeric)
    return numeric && from1904 ? { ...cell, from1904 } : cell
  }

  const begin = (itsColumn: number) => {
    column = itsColumn
    if (column >= MOST_COLUMNS) throw new FileRefused('shop.import-broken')
  }

  const xml = xmlReader({
    open: (name, attributes) => {
      if (name === 'row') {
        number = Number(attributes.r) || number + 1
        cells = []
        column = -1
      } else if (name === 'c') {
        begin(columnOf(attributes.r) ?? column + 1)
        type = attributes.t ?? 'n'
        value = ''
      } else if (name === 'v' || name === 't') inValue = column >= 0
    },
    text: (piece) => {
      if (inValue && value.length < MOST_CELL) value += piece
    },
    close: (name) => {
      if (name === 'v' || name === 't') inValue = false
      else if (name === 'c' && value !== '') cells[column] = type === 's' ? (shared[Number(value)] ?? NOTHING) : ownCell(value.slice(0, MOST_CELL), type === 'n')
      else if (name === 'row') onRow({ number, cells })
    },
  })

  const decoder = new TextDecoder('utf-8')
  const parse = (bytes: Uint8Array) => xml.writeText(decoder.decode(bytes, { stream: true }))
  let rest: Uint8Array = new Uint8Array()
  let plain = true
  const cell: PlainCell = { column: 0, shared: -1, numeric: true, from: 0, to: 0, end: 0 }
  /** Takes plain cells out; answers from where on the bytes are the parser's. */
  const takeCells = (bytes: Buffer): number => {
    let done = 0
    for (let at = nextCell(bytes, 0); at >= 0; ) {
      const found = readPlainCell(bytes, at, cell)
      if (found) {
        if (at > done) parse(bytes.subarray(done, at))
        begin(cell.column)
        if (cell.shared >= 0) cells[column] = shared[cell.shared] ?? NOTHING
        else if (cell.to > cell.from) cells[column] = ownCell(bytes.toString('utf8', cell.from, cell.to), cell.numeric)
        done = cell.end
      }
      at = nextCell(bytes, found ? done : at + 1)
    }
    return done
  }
  return {
    write: (more) => {
      const bytes = rest.length > 0 ? Buffer.concat([rest, more]) : Buffer.from(more.buffer, more.byteOffset, more.length)
      // In a comment, or a text that is marked as such, a cell would be none.
      plain &&= !bytes.includes('<!')
      const done = plain ? takeCells(bytes) : 0
      // The last one may not have ended yet.
      const last = plain ? bytes.lastIndexOf('<c ') : -1
      const unended = last >= done && bytes.length - last < LONGEST_PLAIN && !bytes.includes('</c>', last)
      const until = unended ? last : plain && bytes.at(-1) === OPENS ? bytes.length - 1 : bytes.length
      if (until > done) parse(bytes.subarray(done, until))
      rest = bytes.subarray(until)
    },
    end: () => {
      parse(rest)
      xml.writeText(decoder.decode())
      xml.end()
    },
  }
}

const OPENS = '<'.charCodeAt(0)
const NOTHING: Cell = { text: '', numeric: false }

/** `AB12` → 27; undefined where a writer left the reference out. */
function columnOf(reference: string | undefined): number | undefined {
  let column = 0
  let letters = 0
  for (; letters < 3; letters++) {
    const letter = (reference?.charCodeAt(letters) ?? 0) - 64
    if (!(letter >= 1 && letter <= 26)) break
    column = column * 26 + letter
  }
  return letters === 0 ? undefined : column - 1
}
