import { randomInt } from 'node:crypto'

const LETTERS = '234567abcdefghijklmnopqrstuvwxyz'

let last = 0n

/**
 * A record key (TID, atproto's specification "Record Key"): 53 bits of microseconds, 10 bits at random, written in 13
 * letters that sort by time. A repository holds one record under a key, so a post sent twice under it exists once;
 * and two posts must never share one, or the second would be taken for the first: no microsecond is used twice.
 */
export function recordKey(at: Date): string {
  const microsecond = BigInt(at.getTime()) * 1000n + BigInt(randomInt(1000))
  last = microsecond > last ? microsecond : last + 1n
  let rest = (last << 10n) | BigInt(randomInt(1024))
  let key = ''
  for (let place = 0; place < 13; place++) {
    key = LETTERS[Number(rest & 31n)]! + key
    rest >>= 5n
  }
  return key
}
