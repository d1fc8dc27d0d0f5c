/** The mark that tells Excel that a file is UTF-8; it stands before the first line. */
export const CSV_MARK = '\ufeff'

/** One line of a CSV file (RFC 4180). A number is written with a point; a text that a spreadsheet would take for a formula gets an apostrophe. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`

function cell(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  // Where a decimal is written with a comma, a spreadsheet parts cells at semicolons: what follows one would be a cell of its own.
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
