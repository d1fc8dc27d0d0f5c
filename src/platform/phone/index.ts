/** A country whose own spellings of a number are understood. */
export type PhoneCountry = 'ID' | 'MY'

const codes: Record<PhoneCountry, string> = { ID: '62', MY: '60' }

// What may follow the country code: mobile, then fixed lines (ITU E.164 national plans of 62 and 60).
const national: Record<PhoneCountry, RegExp> = {
  ID: /^(8\d{8,11}|[2-79]\d{7,10})$/,
  MY: /^(1\d{8,9}|[3-9]\d{7,8})$/,
}
/** How mobile numbers begin where someone leaves out the leading 0. */
const mobile: Record<PhoneCountry, RegExp> = { ID: /^8\d{8,11}$/, MY: /^1\d{8,9}$/ }

/**
 * A phone number as people write it, in E.164; null for what is none.
 * `0812-3456-789`, `+62 (0)812 3456 789`, `62812…`, `812…` in Indonesia; `011-1234 5678`, `60 11…` in Malaysia.
 * A number with its `+` or `00` may be of any country.
 */
export function readPhone(text: string, country: PhoneCountry): string | null {
  const written = text
    .normalize('NFKC')
    // Copied out of a chat or an address book, a number has marks about it that nobody sees: which way it is written, where it may break.
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^(tel:|https?:\/\/wa\.me\/|wa\.me\/)/i, '')
    .replace(/^\(\+?(\d{1,3})\)/, '+$1')
    .replace(/[\s()\-‐–−.\/]/g, '')
  const match = /^(\+|00)?(\d{7,17})$/.exec(written)
  if (!match) return null
  const [, prefix, digits] = match as unknown as [string, string | undefined, string]
  if (prefix) return fromAbroad(digits)
  if (digits.startsWith('0')) return inCountry(digits.slice(1), country)
  for (const known of ['ID', 'MY'] as const) {
    const found = digits.startsWith(codes[known]) ? inCountry(digits.slice(2), known) : null
    if (found) return found
  }
  return mobile[country].test(digits) ? `+${codes[country]}${digits}` : null
}

function fromAbroad(digits: string): string | null {
  for (const known of ['ID', 'MY'] as const) if (digits.startsWith(codes[known])) return inCountry(digits.slice(2), known)
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null
}

function inCountry(rest: string, country: PhoneCountry): string | null {
  // `+62 0812…`: the 0 of the country's own spelling left in.
  const digits = rest.replace(/^0/, '')
  return national[country].test(digits) ? `+${codes[country]}${digits}` : null
}
