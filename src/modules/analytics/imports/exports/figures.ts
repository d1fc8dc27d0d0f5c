/** A count as a cell has it; null for an empty one, NaN for what is none. */
export function countIn(cell: string): number | null {
  const text = cell.trim()
  if (text === '') return null
  // Parted by thousands where a spreadsheet did so: 1,234 and 1.234.
  const plain = /^\d{1,3}(?:[.,]\d{3})+$/.test(text) ? text.replace(/[.,]/g, '') : text
  const number = Number(plain)
  return /^\d+(?:\.\d+)?$/.test(plain) && number <= 4_294_967_295 ? Math.round(number) : NaN
}

/** `2026-01-31` of that or of `20260131`; null for what is no day. */
export function dayIn(cell: string): string | null {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(cell.trim())
  if (!match) return null
  const day = match.slice(1).join('-')
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day || day < '1990' ? null : day
}
