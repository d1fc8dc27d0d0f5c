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

/** Nearly every cell of a sheet with a million of them. */
const PLAIN_CELL = /<c r="([A-Z]{1,3})\d+"(?: s="\d+")?(?: t="([a-z]+)")?><v>([^<&]*)<\/v><\/c>/y
/** A plain cell is shorter; what goes on for longer is for the parser. */
const LONGEST_PLAIN = 1000

/**
 * Reads the rows of one sheet. Cells that are written as all programs write them are taken out before the parser sees the rest: they
 * are whole elements, so what is left is as well formed as it was, and a parser needs four times as long for them.
 */
export function sheetReader(shared: readonly Cell[], onRow: (row: SheetRow) => void): Pick<XmlReader, 'write' | 'end'> {
  let number = 0
  let cells: Cell[] = []
  let column = -1
  let type = 'n'
  let value = ''
  let inValue = false

  const begin = (reference: string | undefined, itsType: string | undefined) => {
    column = columnOf(reference) ?? column + 1
    if (column >= MOST_COLUMNS) throw new FileRefused('shop.import-broken')
    type = itsType ?? 'n'
  }
  const end = (itsValue: string) => {
    if (itsValue !== '') cells[column] = cellOf(type, itsValue, shared)
  }

  const xml = xmlReader({
    open: (name, attributes) => {
      if (name === 'row') {
        number = Number(attributes.r) || number + 1
        cells = []
        column = -1
      } else if (name === 'c') {
        begin(attributes.r, attributes.t)
        value = ''
      } else if (name === 'v' || name === 't') inValue = column >= 0
    },
    text: (piece) => {
      if (inValue && value.length < MOST_CELL) value += piece
    },
    close: (name) => {
      if (name === 'v' || name === 't') inValue = false
      else if (name === 'c') end(value)
      else if (name === 'row') onRow({ number, cells })
    },
  })

  const decoder = new TextDecoder('utf-8')
  let rest = ''
  let plain = true
  /** Takes plain cells out; answers from where on the text is the parser's. */
  const takeCells = (text: string): number => {
    let done = 0
    for (let at = text.indexOf('<c '); at >= 0; ) {
      PLAIN_CELL.lastIndex = at
      const found = PLAIN_CELL.exec(text)
      if (found) {
        if (at > done) xml.writeText(text.slice(done, at))
        begin(found[1], found[2])
        end(found[3]!)
        done = PLAIN_CELL.lastIndex
      }
      at = text.indexOf('<c ', found ? done : at + 1)
    }
    return done
  }
  const write = (more: string) => {
    const text = rest + more
    rest = ''
    // In a comment, or a text that is marked as such, a cell would be none.
    plain &&= !text.includes('<!')
    const done = plain ? takeCells(text) : 0
    // The last one may not have ended yet.
    const last = plain ? text.lastIndexOf('<c ') : -1
    const unended = last >= done && text.length - last < LONGEST_PLAIN && !text.includes('</c>', last)
    const until = unended ? last : plain && text.endsWith('<') ? text.length - 1 : text.length
    if (until > done) xml.writeText(text.slice(done, until))
    rest = text.slice(until)
  }
  return {
    write: (bytes) => write(decoder.decode(bytes, { stream: true })),
    end: () => {
      write(decoder.decode())
      if (rest !== '') xml.writeText(rest)
      xml.end()
    },
  }
}

const NOTHING: Cell = { text: '', numeric: false }

/** Cells that say the same text are one and the same: a million of them are no more than there are texts. */
function cellOf(type: string, value: string, shared: readonly Cell[]): Cell {
  if (type === 's') return shared[Number(value)] ?? NOTHING
  return { text: value.slice(0, MOST_CELL), numeric: type === 'n' }
}

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
