import { crc32 } from 'node:zlib'

// A segment is its first line and then frames; a frame is what one sync made durable:
//
//   kicau journal 1\n
//   #<bytes, 8 hex> <crc32, 8 hex>\n<line>\n<line>\n…
//
// Text, so that a person can read it in need. Only a frame that is whole was acknowledged: what a kill tore is known
// by its length or its checksum, and is dropped as a whole.

export const SEGMENT_BEGINS = Buffer.from('kicau journal 1\n')
const HEADER_BYTES = 19

/** How the text of lines is held in memory; on the disk it is UTF-8. Who only passes bytes on reads and writes `latin1`. */
export type LineEncoding = 'utf8' | 'latin1'

const LARGEST_LINE = 1024 * 1024

/** Lines as the bytes that stand in a frame, each with its line break. Throws a `RangeError` for what is no line. */
export function bytesOfLines(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const characters = lines.reduce((sum, { length }) => sum + length + 1, 0)
  const bytes = asciiOf(lines, characters) ?? encoder.encode(`${lines.join('\n')}\n`)
  // Line breaks are counted here, for a line that is looked into is written out once more.
  if (!lines.every((line) => line !== '' && line.length <= LARGEST_LINE) || lineBreaksIn(bytes) !== lines.length)
    throw new RangeError('A line is 1 to 2^20 characters without a line break.')
  return bytes
}
const encoder = new TextEncoder()

/** So many lines are written out at a time: a text of a few kilobytes is made where the next one will be, a large one in memory of its own that is asked for and given back. */
const LINES_AT_ONCE = 24

/** Undefined where a character takes more than a byte. */
function asciiOf(lines: readonly string[], characters: number): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(characters).buffer)
  let end = 0
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    let text = ''
    for (let at = from; at < from + LINES_AT_ONCE && at < lines.length; at++) text += `${lines[at]}\n`
    const { read, written } = encoder.encodeInto(text, bytes.subarray(end))
    if (written !== read || read < text.length) return undefined
    end += written
  }
  return bytes
}

function lineBreaksIn({ buffer, length }: Uint8Array<ArrayBuffer>): number {
  const bytes = Buffer.from(buffer, 0, length)
  let found = 0
  for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, at + 1)) found++
  return found
}
const LINE_BREAK = 0x0a

/** The frame of what came together: bytes of whole lines. It is made in `room` where that is large enough. */
export function frameOf(pieces: readonly Uint8Array[], room?: Buffer): Buffer {
  const length = pieces.reduce((sum, piece) => sum + piece.length, HEADER_BYTES)
  const frame = room && length <= room.length ? room.subarray(0, length) : Buffer.allocUnsafe(length)
  let end = HEADER_BYTES
  for (const piece of pieces) {
    frame.set(piece, end)
    end += piece.length
  }
  const body = frame.subarray(HEADER_BYTES)
  frame.write(`#${hex(body.length)} ${hex(crc32(body))}\n`, 0, 'latin1')
  return frame
}

export interface SegmentText {
  lines: string[]
  /** Bytes from the beginning that are whole. */
  wholeBytes: number
  /** Whether something stood behind them. */
  torn: boolean
}

/** The lines of all whole frames up to the first that is not. */
export function readSegment(bytes: Buffer): SegmentText {
  const lines: string[] = []
  const frames = framesOf(bytes)
  for (;;) {
    const { done, value } = frames.next()
    if (done) return { lines, ...value }
    for (const line of value) lines.push(line)
  }
}

/** The same a frame at a time, for who has other things to do in between. */
export function* framesOf(bytes: Buffer, encoding: LineEncoding = 'utf8'): Generator<string[], Omit<SegmentText, 'lines'>> {
  const bodies = bodiesOf(bytes)
  for (;;) {
    const { done, value } = bodies.next()
    if (done) return value
    yield value.toString(encoding, 0, value.length - 1).split('\n')
  }
}

/** The bytes of each whole frame's lines, each line with its line break. */
export function* bodiesOf(bytes: Buffer): Generator<Buffer, Omit<SegmentText, 'lines'>> {
  if (!bytes.subarray(0, SEGMENT_BEGINS.length).equals(SEGMENT_BEGINS)) return { wholeBytes: 0, torn: bytes.length > 0 }
  let at = SEGMENT_BEGINS.length
  while (at < bytes.length) {
    const body = bodyAt(bytes, at)
    if (!body) return { wholeBytes: at, torn: true }
    yield body
    at += HEADER_BYTES + body.length
  }
  return { wholeBytes: at, torn: false }
}

function bodyAt(bytes: Buffer, at: number): Buffer | undefined {
  const header = /^#([0-9a-f]{8}) ([0-9a-f]{8})\n$/.exec(bytes.toString('latin1', at, at + HEADER_BYTES))
  if (!header) return undefined
  const from = at + HEADER_BYTES
  const length = parseInt(header[1]!, 16)
  if (length < 2 || from + length > bytes.length) return undefined
  const body = bytes.subarray(from, from + length)
  return body[length - 1] === 0x0a && crc32(body) === parseInt(header[2]!, 16) ? body : undefined
}

const hex = (number: number): string => number.toString(16).padStart(8, '0')
