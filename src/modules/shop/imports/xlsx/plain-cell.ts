/** A cell as nearly all of a sheet with a million of them are written: `<c r="B7" s="3" t="s"><v>12</v></c>`. */
export interface PlainCell {
  column: number
  /** The place of the text that it shares; -1 where its own text stands from `from` to `to`. */
  shared: number
  numeric: boolean
  from: number
  to: number
  /** Where what comes after it begins. */
  end: number
}

/**
 * Reads a plain cell byte by byte: nothing is made of it but its numbers. False for one that is written in any other way, or has not
 * ended yet. What marks a cell is ASCII, so that it can't stand in the midst of another letter.
 */
export function readPlainCell(bytes: Uint8Array, at: number, into: PlainCell): boolean {
  if (!stands(bytes, at, BEGINS)) return false
  let place = at + BEGINS.length
  let column = 0
  for (; isBetween(bytes[place], A, Z); place++) column = column * 26 + bytes[place]! - A + 1
  const letters = place - at - BEGINS.length
  const digits = pastDigits(bytes, place)
  if (letters === 0 || letters > 3 || digits === place || bytes[digits] !== QUOTE) return false
  place = digits + 1
  if (stands(bytes, place, STYLE)) {
    place = pastDigits(bytes, place + STYLE.length)
    if (bytes[place++] !== QUOTE) return false
  }
  let isShared = false
  let isNumeric = true
  if (stands(bytes, place, TYPE)) {
    const from = place + TYPE.length
    for (place = from; isBetween(bytes[place], SMALL_A, SMALL_Z); ) place++
    if (place === from || bytes[place] !== QUOTE) return false
    isShared = place === from + 1 && bytes[from] === SMALL_S
    isNumeric = place === from + 1 && bytes[from] === SMALL_N
    place++
  }
  into.column = column - 1
  into.shared = -1
  into.numeric = isNumeric
  into.from = into.to = place
  // It has only a colour.
  if (stands(bytes, place, EMPTY)) {
    into.end = place + EMPTY.length
    return true
  }
  if (!stands(bytes, place, VALUE)) return false
  into.from = place += VALUE.length
  if (isShared) {
    let index = 0
    for (; isBetween(bytes[place], ZERO, NINE); place++) index = index * 10 + bytes[place]! - ZERO
    if (place === into.from) return false
    into.shared = index
  } else while (place < bytes.length && bytes[place] !== OPENS && bytes[place] !== REFERENCE) place++
  if (!stands(bytes, place, ENDS)) return false
  into.to = place
  into.end = place + ENDS.length
  return true
}

/** Where the next cell begins, plain or not; -1 where none does. */
export function nextCell(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 2; at++) if (bytes[at] === OPENS && bytes[at + 1] === SMALL_C && bytes[at + 2] === SPACE) return at
  return -1
}

const ascii = (text: string) => new TextEncoder().encode(text)
const BEGINS = ascii('<c r="')
const STYLE = ascii(' s="')
const TYPE = ascii(' t="')
const EMPTY = ascii('/>')
const VALUE = ascii('><v>')
const ENDS = ascii('</v></c>')
const [A, Z, SMALL_A, SMALL_C, SMALL_N, SMALL_S, SMALL_Z, ZERO, NINE] = ascii('AZacnsz09') as unknown as readonly [number, number, number, number, number, number, number, number, number]
const [OPENS, QUOTE, REFERENCE, SPACE] = ascii('<"& ') as unknown as readonly [number, number, number, number]

const isBetween = (byte: number | undefined, least: number, most: number): boolean => byte! >= least && byte! <= most

function stands(bytes: Uint8Array, at: number, what: Uint8Array): boolean {
  if (at + what.length > bytes.length) return false
  for (let nth = 0; nth < what.length; nth++) if (bytes[at + nth] !== what[nth]) return false
  return true
}

function pastDigits(bytes: Uint8Array, from: number): number {
  let place = from
  while (isBetween(bytes[place], ZERO, NINE)) place++
  return place
}
