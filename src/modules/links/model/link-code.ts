import { randomInt } from 'node:crypto'

// No vowels (no words come about), none of 0/o, 1/i/l, 5/s that a person could take for another.
const ALPHABET = 'bcdfghjkmnpqrtvwxyz2346789'

export const SHORTEST_LINK_CODE = 5

/** A code for /l/<code>: five characters stand for twelve million links; unique only once the database says so. */
export const makeLinkCode = (length = SHORTEST_LINK_CODE): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** The code as it is stored, from what stands in an address; null for what is no code at all. */
export function readLinkCode(text: string): string | null {
  const code = text.toLowerCase()
  return /^[a-z0-9]{4,12}$/.test(code) ? code : null
}
