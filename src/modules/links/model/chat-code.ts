// A chat code stands in brackets in the message that a link has written for the buyer: "Halo, saya tertarik (K7)".
// Short ones are a letter and a digit. As a shop's codes grow, so does the chance that a slip of the thumb is another
// live code: longer ones end in a check letter.
//
// Letters: no vowels, so that no word comes about, and none that looks like a digit (B G I L O Q S Z). Digits: 2–9.
const LETTERS = 'CDFHJKMNPRTWY'
// In the short form also no letter that stands before a digit in daily talk: D3 is a diploma, H3 three days before.
const SHORT_LETTERS = 'CFJKMNPRTWY'
const DIGITS = '23456789'

// What people write and mean something else by: paper, vitamins, classes, phones, wheels, first aid.
const ORDINARY: ReadonlySet<string> = new Set([
  'C2', 'C3', 'C4', 'F4', 'J2', 'J5', 'J7', 'K2', 'K3', 'K9', 'M2', 'M3', 'M4', 'P2', 'P3', 'P4', 'R2', 'R4', 'T2', 'T3', 'W8',
]) // prettier-ignore

const shortCodes = [...SHORT_LETTERS].flatMap((letter) => [...DIGITS].map((digit) => letter + digit)).filter((code) => !ORDINARY.has(code))

/** A year: how long a code rests after its end, before it may stand for something else. */
export const REST_MS = 365 * 86_400_000

/** Whether a text, in capitals and without blanks, is one of the codes that are ever made. */
export function isChatCode(code: string): boolean {
  if (code.length === 2) return shortCodes.includes(code)
  if (!/^[A-Z][2-9]{2,6}[A-Z]$/.test(code) || !LETTERS.includes(code[0]!)) return false
  return checkLetter(code.slice(0, -1)) === code.at(-1)
}

/** A code that is not in use, as short as can be had without crowding; `pick(n)` answers a whole number below n. */
export function makeChatCode(inUse: ReadonlySet<string>, pick: (below: number) => number): string {
  const freeShort = shortCodes.filter((code) => !inUse.has(code))
  // Half of the short ones stay free: then most slips hit nothing.
  if (freeShort.length * 2 > shortCodes.length) return freeShort[pick(freeShort.length)]!
  for (let digits = 2; ; digits++) {
    const space = LETTERS.length * DIGITS.length ** digits
    const used = [...inUse].filter((code) => code.length === digits + 2).length
    if (used * 10 >= space * 9) continue
    for (;;) {
      const stem = LETTERS[pick(LETTERS.length)]! + Array.from({ length: digits }, () => DIGITS[pick(DIGITS.length)]).join('')
      const code = stem + checkLetter(stem)
      if (!inUse.has(code)) return code
    }
  }
}

/**
 * A weighted sum modulo the prime 13, the weights all different: one wrong character, or two neighbouring digits
 * changed about, always give another letter.
 */
function checkLetter(stem: string): string {
  const sum = [...stem].reduce((total, character, index) => total + (index + 1) * valueOf(character), 0)
  return LETTERS[sum % LETTERS.length]!
}

const valueOf = (character: string): number => {
  const letter = LETTERS.indexOf(character)
  return letter >= 0 ? letter : Number(character)
}

const LONGEST_MESSAGE = 2000
const CODE = '([A-Z])[ ]{0,2}-?[ ]{0,2}([2-9](?:[ ]?[2-9]){0,5})(?:[ ]?-?[ ]?([A-Z]))?'
const inBrackets = new RegExp(`[([{<]\\s{0,3}#?${CODE}\\s{0,3}[)\\]}>]`, 'g')
const named = new RegExp(`(?<![\\p{L}\\p{N}])(?:KODE|KOD|CODE)\\s{0,2}[:#=-]?\\s{0,2}${CODE}(?![\\p{L}\\p{N}])`, 'gu')
const alone = new RegExp(`^\\s{0,3}#?${CODE}\\s{0,3}[.!?]?\\s{0,3}$`, 'g')
const bare = /(?<![\p{L}\p{N}/@.\-_=+&?])#?([A-Z])([2-9]{1,6})([A-Z])?(?![\p{L}\p{N}/@\-_=+&%]|[.,]\p{N})/gu
// "ukuran M6", "Blok K7 no. 12", "iPhone …": what follows these is no code of ours.
const measure =
  /(?:^|[^\p{L}])(?:UKURAN|SIZE|SAIZ|NO|NOMOR|NOMBOR|BLOK|BLOCK|LT|LANTAI|LEVEL|TINGKAT|ARAS|KAMAR|BILIK|RUMAH|RMH|JL|JLN|JALAN|GG|GANG|LORONG|RT|RW|MEJA|TIPE|TYPE|JENIS|SERI|KELAS|GRADE|VITAMIN|SAMSUNG|HP|UNIT|TOWER|GEDUNG)[ .:]*$/u

/**
 * The codes that a buyer's message may carry, the surest first; empty for ordinary words. In brackets or after "kode"
 * a code may be in small letters and have blanks in it; on its own it must stand as one word. Whether one of them is
 * live is for the database to say.
 */
export function chatCodesIn(message: string): string[] {
  const text = message
    .slice(0, LONGEST_MESSAGE)
    .normalize('NFKC')
    .replace(/[\p{Cf}*_~`]/gu, '')
    .toUpperCase()
  const sure = [inBrackets, named, alone].flatMap((pattern) => written(pattern, text))
  const loose = new Set(written(bare, text, (before) => !measure.test(before)))
  // Two that differ say nothing ("J7 atau J8"): more likely a list of something else.
  return [...new Set([...sure, ...(loose.size === 1 ? loose : [])])].filter(isChatCode)
}

/** The surest code of a message; null where it carries none. */
export const readChatCode = (message: string): string | null => chatCodesIn(message)[0] ?? null

function written(pattern: RegExp, text: string, fits: (before: string) => boolean = () => true): string[] {
  return [...text.matchAll(pattern)]
    .filter((match) => fits(text.slice(Math.max(0, match.index - 20), match.index)))
    .map(([, letter = '', digits = '', check = '']) => letter + digits.replaceAll(' ', '') + check)
}
