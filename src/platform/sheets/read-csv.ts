const MARKS = [',', ';', '\t'] as const

/**
 * The rows of a CSV file as texts, however it was saved: UTF-8 or UTF-16 with or without its mark, Windows-1252;
 * parted by commas, semicolons or tabs; quoted as in RFC 4180. `not-text` for what is no text at all, `cut-off` where
 * the file ends inside a quoted cell.
 */
export function readCsv(bytes: Uint8Array): string[][] | 'not-text' | 'cut-off' {
  const text = textIn(bytes)
  // A text has none of these; whatever else was renamed to .csv does.
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) return 'not-text'
  const head = text.slice(0, 20_000)
  const widthBy = (mark: string) => Math.max(0, ...cellsOf(head, mark).rows.map((row) => row.length))
  const mark = MARKS.reduce((best, other) => (widthBy(other) > widthBy(best) ? other : best))
  const { rows, open } = cellsOf(text, mark)
  return open ? 'cut-off' : rows
}

function textIn(bytes: Uint8Array): string {
  const [first, second] = bytes
  const zeros = bytes.subarray(0, 200).reduce((count, byte) => count + Number(byte === 0), 0)
  if ((first === 0xff && second === 0xfe) || (zeros > 0 && second === 0)) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function cellsOf(text: string, mark: string): { rows: string[][]; open: boolean } {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[at++]
      else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === mark) {
      row.push(cell)
      cell = ''
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') at++
      rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += sign
  }
  if (row.length > 0 || cell !== '') rows.push([...row, cell])
  return { rows, open: quoted }
}
