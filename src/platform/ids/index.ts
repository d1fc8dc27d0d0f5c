import { randomBytes } from 'node:crypto'

let lastAt = -1
let sequence = 0
const LARGEST_SEQUENCE = 0xfff

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 that count on within one of them (its section 6.2, method 1, from a random
 * beginning in the lower half), then randomness. Sorts by time of making; those that one process makes of one millisecond, one after the other and
 * two thousand at most, as they were made.
 * `at` in milliseconds since 1970; the wall clock unless the caller makes history (demo, imports).
 */
export function newId(at: number = Date.now()): string {
  const bytes = randomBytes(16)
  sequence = at === lastAt && sequence < LARGEST_SEQUENCE ? sequence + 1 : bytes.readUInt16BE(6) & (LARGEST_SEQUENCE >> 1)
  lastAt = at
  bytes.writeUIntBE(at, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text is an id as we write them: a UUID in lower case. */
export const isId = (text: string): boolean => UUID.test(text)
