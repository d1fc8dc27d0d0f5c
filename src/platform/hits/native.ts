// One block in ClickHouse's Native format: for each column its name, its type and the values of all rows. Numbers stand as
// this machine holds them, lowest byte first, as on every machine that Node runs on.

/** A column of a block, of whose rows many are alike. */
export interface Column {
  name: string
  /** As the store calls it. */
  type: string
  /** What the rows of each kind hold; undefined where they name none, and the column's type says what stands there. */
  ofKinds: readonly unknown[]
  /** The whole numbers that rows hold of their own; NaN in the place of one that goes by its kind. */
  ofRows?: Float64Array | undefined
}

/** The block, in pieces; undefined where a value does not fit its column or a type is not known here. `kinds` says of which each row is. */
export function nativeBlock(kinds: Float64Array, columns: readonly Column[]): Buffer[] | undefined {
  const pieces: Buffer[] = [Buffer.concat([varint(columns.length), varint(kinds.length)])]
  for (const column of columns) {
    const values = writerOf(column.type)?.(column, kinds)
    if (!values) return undefined
    pieces.push(Buffer.concat([lengthAndText(column.name), lengthAndText(column.type)]), ...values)
  }
  return pieces
}

type Writer = (column: Column, kinds: Float64Array) => Buffer[] | undefined

function writerOf(type: string): Writer | undefined {
  if (type === 'String') return texts
  if (type === 'LowCardinality(String)') return words
  const nullable = /^Nullable\((.*)\)$/.exec(type)
  const fixed = fixedOf(nullable ? nullable[1]! : type)
  if (!fixed) return undefined
  return nullable ? orNull(fixed) : (column, kinds) => fixedValues(fixed, column, kinds)
}

/** Whether rows of a column of this type can have whole numbers of their own. */
export const holdsNumbers = (type: string | undefined): boolean => type !== undefined && type !== 'UUID' && fixedOf(type) !== undefined

/** A type whose values have one size; zero is what stands where nothing was said. */
interface Fixed {
  /** Numbers of one, two or four bytes, and how many of them make a value. */
  Words: typeof Uint8Array | typeof Uint16Array | typeof Uint32Array
  words: number
  /** Answers false for what is no such value. */
  put(words: Uint8Array | Uint16Array | Uint32Array, at: number, value: unknown): boolean
}

function fixedOf(type: string): Fixed | undefined {
  if (type === 'UUID') return { Words: Uint32Array, words: 4, put: putId }
  // Smaller numbers are read as seconds, which nobody means.
  if (type.startsWith('DateTime64(')) return integersOf(64, EARLIEST_IN_TICKS, Number.MAX_SAFE_INTEGER)
  const [, unsigned, size] = /^(U?)Int(8|16|32|64)$/.exec(type) ?? []
  if (size === undefined) return undefined
  const bits = Number(size)
  const most = Math.min(2 ** (unsigned ? bits : bits - 1) - 1, Number.MAX_SAFE_INTEGER)
  return integersOf(bits, unsigned ? 0 : Math.max(-most - 1, Number.MIN_SAFE_INTEGER), most)
}
const EARLIEST_IN_TICKS = 9_908_870_400

const integersOf = (bits: number, least: number, most: number): Fixed => ({
  Words: bits === 8 ? Uint8Array : bits === 16 ? Uint16Array : Uint32Array,
  words: bits === 64 ? 2 : 1,
  put: (words, at, value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) return false
    words[at] = value
    if (bits === 64) words[at + 1] = Math.floor(value / 2 ** 32)
    return true
  },
})

function putId(words: Uint8Array | Uint16Array | Uint32Array, at: number, value: unknown): boolean {
  if (typeof value !== 'string' || !ID.test(value)) return false
  const digits = value.replaceAll('-', '')
  // Two numbers of eight bytes.
  for (const [word, from] of ID_WORDS.entries()) words[at + word] = parseInt(digits.slice(from, from + 8), 16)
  return true
}
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const ID_WORDS = [8, 0, 24, 16]

function fixedValues({ Words, words, put }: Fixed, { ofKinds, ofRows }: Column, kinds: Float64Array): Buffer[] | undefined {
  const each = new Words(ofKinds.length * words)
  for (const [kind, value] of ofKinds.entries()) if (value !== undefined && !put(each, kind * words, value)) return undefined
  const all = new Words(kinds.length * words)
  for (let row = 0; row < kinds.length; row++) {
    const value = ofRows?.[row]
    if (isOfKind(value)) for (let word = 0, from = kinds[row]! * words; word < words; word++) all[row * words + word] = each[from + word]!
    else if (!put(all, row * words, value)) return undefined
  }
  return [Buffer.from(all.buffer)]
}

const orNull =
  (fixed: Fixed): Writer =>
  (column, kinds) => {
    const missing = column.ofKinds.map((value) => (value === undefined || value === null ? 1 : 0))
    const values = fixedValues(fixed, { ...column, ofKinds: column.ofKinds.map((value) => value ?? undefined) }, kinds)
    return values && [Buffer.from(Uint8Array.from(kinds, (kind, row) => (isOfKind(column.ofRows?.[row]) ? missing[kind]! : 0))), ...values]
  }

/** Any texts, each written out. */
function texts({ ofKinds, ofRows }: Column, kinds: Float64Array): Buffer[] | undefined {
  if (!areTexts(ofKinds) || ofRows) return undefined
  const each = ofKinds.map((text) => lengthAndText(text ?? ''))
  if (each.every((text) => text.equals(each[0]!))) return [Buffer.alloc(kinds.length * each[0]!.length, each[0])]
  return [Buffer.concat(Array.from(kinds, (kind) => each[kind]!))]
}
const LONGEST_LENGTH = 5

/** Texts of which there are few: each once, and for each row which. */
function words({ ofKinds, ofRows }: Column, kinds: Float64Array): Buffer[] | undefined {
  if (!areTexts(ofKinds) || ofRows) return undefined
  const places = new Map([['', 0]])
  const each = ofKinds.map((text = '') => {
    if (!places.has(text)) places.set(text, places.size)
    return places.get(text)!
  })
  const [size, Places] = places.size <= 2 ** 8 ? ([0, Uint8Array] as const) : places.size <= 2 ** 16 ? ([1, Uint16Array] as const) : ([2, Uint32Array] as const)
  const all = new Places(kinds.length)
  for (let row = 0; row < kinds.length; row++) all[row] = each[kinds[row]!]!
  const dictionary = [...places.keys()].map((text) => lengthAndText(text))
  return [Buffer.concat([uint64(WITH_KEYS), uint64(size | KEYS_ARE_HERE), uint64(places.size), ...dictionary, uint64(kinds.length)]), Buffer.from(all.buffer)]
}
const WITH_KEYS = 1
const KEYS_ARE_HERE = 0x200

const isOfKind = (value: number | undefined): boolean => value === undefined || Number.isNaN(value)

const areTexts = (values: readonly unknown[]): values is (string | undefined)[] => values.every((value) => value === undefined || typeof value === 'string')

function uint64(number: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(number)
  return bytes
}

/** Seven bits a byte, the lowest first. Answers where it ends. */
function putVarint(bytes: Buffer, at: number, number: number): number {
  let end = at
  let rest = number
  for (; rest >= 0x80; rest >>>= 7) bytes[end++] = (rest & 0x7f) | 0x80
  bytes[end++] = rest
  return end
}

function varint(number: number): Buffer {
  const bytes = Buffer.alloc(LONGEST_LENGTH)
  return bytes.subarray(0, putVarint(bytes, 0, number))
}

function lengthAndText(text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(text)
  return Buffer.concat([varint(bytes.length), bytes])
}
