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

/** The frame of these lines, which hold no line break. */
export function frameOf(lines: readonly string[], encoding: LineEncoding = 'utf8'): Buffer {
  const text = lines.join('\n')
  const bytes = Buffer.byteLength(text, encoding) + 1
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bytes)
  frame.write(text, HEADER_BYTES, encoding)
  frame[frame.length - 1] = 0x0a
  frame.write(`#${hex(bytes)} ${hex(crc32(frame.subarray(HEADER_BYTES)))}\n`, 0, 'latin1')
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
  if (!bytes.subarray(0, SEGMENT_BEGINS.length).equals(SEGMENT_BEGINS)) return { wholeBytes: 0, torn: bytes.length > 0 }
  let at = SEGMENT_BEGINS.length
  while (at < bytes.length) {
    const body = bodyAt(bytes, at)
    if (!body) return { wholeBytes: at, torn: true }
    yield body.toString(encoding, 0, body.length - 1).split('\n')
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
