import { holdsNumbers, nativeBlock } from './native.ts'

// Rows as columns that are ready made. Taking lines apart and looking their words up is two thirds of what a click costs
// the store; here it is done once for all rows of a kind: those that differ in nothing but when it was and who.
// Whatever is not certain makes no columns, and the block goes as text for the store to judge.
//
// Functions over plain records, since one is made for each block: closures of its own would be new to the compiler each time.

/** What a table's columns are called and what they hold, as the store says it. */
export type ColumnTypes = ReadonlyMap<string, string>

export interface RowsByKind {
  types: ColumnTypes
  /** What every row has beside its line. */
  all: Record<string, unknown>
  /** The column of a row's place in the block. */
  placed: string
  cuts: Cut[]
  /** Where every line begins to be told apart. */
  begins: Step
  /** The first row of each kind. */
  firsts: Record<string, unknown>[]
  kinds: NumberList
  places: NumberList
}

/** `varying` names the numbers that change from row to row, in the order in which they stand in a line. */
export const rowsByKind = (types: ColumnTypes, { varying, ...rest }: { varying: readonly string[] } & Pick<RowsByKind, 'all' | 'placed'>): RowsByKind => ({
  types,
  ...rest,
  cuts: varying.filter((name) => holdsNumbers(types.get(name))).map((name) => ({ name, begins: `${name}":`, numbers: newList() })),
  begins: newStep(),
  firsts: [],
  kinds: newList(),
  places: newList(),
})

/** Rows may be of as many kinds as this, or as a quarter of them are: of more, taking each apart costs what it saves. */
const FEW_KINDS = 200
const LEAST_OF_A_KIND = 4

/** Adds a row: its line as latin1, and its place. False where there will be no columns. */
export function addRow(rows: RowsByKind, line: string, place: number): boolean {
  let step = rows.begins
  let from = 0
  for (const cut of rows.cuts) {
    const at = line.indexOf(cut.begins, from)
    const ends = at > 0 && line.charCodeAt(at - 1) === QUOTE ? cutNumber(cut.numbers, line, at + cut.begins.length) : -1
    if (ends < 0) push(cut.numbers, NaN)
    else {
      step = stepBy(step, line.slice(from, at + cut.begins.length))
      from = ends
    }
  }
  step = stepBy(step, line.slice(from))
  if (step.kind < 0) step.kind = newKind(rows, line)
  if (step.kind < 0 || (rows.firsts.length > FEW_KINDS && rows.firsts.length * LEAST_OF_A_KIND > rows.kinds.length)) return false
  push(rows.kinds, step.kind)
  push(rows.places, place)
  return true
}

/** The block, in pieces; undefined where there are no columns. */
export function columnsOf({ types, placed, cuts, firsts, kinds, places }: RowsByKind): Buffer[] | undefined {
  const names = new Set(firsts.flatMap((row) => Object.keys(row)))
  if (![...names, placed].every((name) => types.has(name))) return undefined
  // What no row names is not written: the store fills it.
  return nativeBlock(numbersOf(kinds), [
    ...[...names].map((name) => ({ name, type: types.get(name)!, ofKinds: firsts.map((row) => row[name]), ofRows: valuesOf(cuts.find((cut) => cut.name === name)) })),
    { name: placed, type: types.get(placed)!, ofKinds: firsts.map(() => undefined), ofRows: numbersOf(places) },
  ])
}

/** Gives back the memory beside the heap; nothing may be asked of the rows afterwards. */
export function letGo({ cuts, kinds, places }: RowsByKind): void {
  for (const { numbers } of [kinds, places, ...cuts.map((cut) => cut.numbers)]) numbers.buffer.transfer(0)
}

/** -1 for a line that is no row, or that says one thing twice. */
function newKind({ cuts, firsts, all }: RowsByKind, line: string): number {
  const row = objectIn(line)
  if (!row || !cuts.every((cut) => isSaid(cut, row[cut.name]))) return -1
  return firsts.push({ ...row, ...all }) - 1
}

/** Kinds by what stands between the values that vary, one piece after the other. Mostly a piece is the one of the row before. */
interface Step {
  next: Map<string, Step>
  lastPiece: string
  last: Step | undefined
  /** Of whose line this is the end. */
  kind: number
}

const newStep = (): Step => ({ next: new Map(), lastPiece: '', last: undefined, kind: -1 })

function stepBy(step: Step, piece: string): Step {
  if (step.last && step.lastPiece === piece) return step.last
  let next = step.next.get(piece)
  if (!next) step.next.set(piece, (next = newStep()))
  step.lastPiece = piece
  return (step.last = next)
}

/** A number that changes from row to row, and is cut out of each line. */
interface Cut {
  name: string
  /** What stands before it, behind a quote: no text of a row can hold both, since its quotes are escaped. Sought without, for quotes are everywhere. */
  begins: string
  /** Of each row; NaN where it has none. */
  numbers: NumberList
}

/** Takes the number that begins there and answers where it ends; -1 for what is not written in figures alone. */
function cutNumber(numbers: NumberList, line: string, from: number): number {
  let ends = from
  let value = 0
  for (; ; ends++) {
    const digit = line.charCodeAt(ends) - DIGIT_0
    if (!(digit >= 0 && digit <= 9)) break
    value = value * 10 + digit
  }
  const next = line.charCodeAt(ends)
  if (ends === from || (next !== COMMA && next !== CLOSING_BRACE) || value > Number.MAX_SAFE_INTEGER) return -1
  push(numbers, value)
  return ends
}
const QUOTE = 0x22
const DIGIT_0 = 0x30
const COMMA = 0x2c
const CLOSING_BRACE = 0x7d

/** Whether the row that was added last says what was cut out of it, and says nothing where nothing was. */
function isSaid({ numbers: { numbers, length } }: Cut, value: unknown): boolean {
  const number = numbers[length - 1]!
  return Number.isNaN(number) ? value === undefined : value === number
}

const valuesOf = (cut: Cut | undefined): Float64Array | undefined => cut && numbersOf(cut.numbers)

/** Beside the heap, so that ten thousand of them are nothing to a small young generation. */
interface NumberList {
  numbers: Float64Array<ArrayBuffer>
  length: number
}

const newList = (): NumberList => ({ numbers: new Float64Array(1024), length: 0 })

function push(list: NumberList, number: number): void {
  if (list.length === list.numbers.length) list.numbers = new Float64Array(list.numbers.buffer.transfer(list.numbers.byteLength * 2))
  list.numbers[list.length++] = number
}

const numbersOf = ({ numbers, length }: NumberList): Float64Array => numbers.subarray(0, length)

function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8Of(line))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const utf8Of = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8')
