import { randomInt } from 'node:crypto'

const LETTERS = '234567abcdefghijklmnopqrstuvwxyz'

/**
 * A record key (TID, atproto's specification "Record Key"): 53 bits of microseconds, 10 bits at random, written in 13
 * letters that sort by time. A repository holds one record under a key, so a post sent twice under it exists once.
 */
export function recordKey(at: Date): string {
  // Ten bits apart are too few where several posts go out in one millisecond: the microseconds are drawn as well.
  const microseconds = BigInt(at.getTime()) * 1000n + BigInt(randomInt(1000))
  let rest = (microseconds << 10n) | BigInt(randomInt(1024))
  let key = ''
  for (let place = 0; place < 13; place++) {
    key = LETTERS[Number(rest & 31n)]! + key
    rest >>= 5n
  }
  return key
}
