const MARKS = [',', ';', '\t', '|'] as const

/** The text of a CSV file, and its rows one by one; what they return at the end says whether a quoted cell was left open. */
export interface CsvText {
  startsWith(text: string): boolean
  rows(): Generator<string[], 'whole' | 'cut-off'>
}

/**
 * Opens a CSV file however it was saved: UTF-8 or UTF-16 with or without its mark, Windows-1252; parted by commas,
 * semicolons, tabs or bars; quoted as in RFC 4180. `not-text` for what is no text at all.
 */
export function openCsv(bytes: Uint8Array): CsvText | 'not-text' {
  const text = textIn(bytes)
  // A text has none of these; whatever else was renamed to .csv does.
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) return 'not-text'
  const mark = markOf(text.slice(0, 20_000))
  return { startsWith: (start: string) => text.trimStart().startsWith(start), rows: () => rowsOf(text, mark) }
}

/** The rows of a CSV file as texts; `cut-off` where it ends inside a quoted cell. */
export function readCsv(bytes: Uint8Array): string[][] | 'not-text' | 'cut-off' {
  const csv = openCsv(bytes)
  if (csv === 'not-text') return csv
  const rows: string[][] = []
  const reading = csv.rows()
  for (let row = reading.next(); ; row = reading.next()) {
    if (row.done) return row.value === 'cut-off' ? 'cut-off' : rows
    rows.push(row.value)
  }
}

/** The mark that parts most rows into equally many cells: a comma stands in many a product's name. */
function markOf(head: string): string {
  const scoreOf = (mark: string) => {
    const widths = new Map<number, number>()
    for (const { length } of rowsOf(head, mark)) widths.set(length, (widths.get(length) ?? 0) + 1)
    return Math.max(0, ...[...widths].map(([width, count]) => (width - 1) * count))
  }
  const scores = MARKS.map(scoreOf)
  return MARKS[scores.indexOf(Math.max(...scores))]!
}

function textIn(bytes: Uint8Array): string {
  const [first, second] = bytes
  const zeros = bytes.subarray(0, 200).reduce((count, byte) => count + Number(byte === 0), 0)
  if ((first === 0xff && second === 0xfe) || (zeros > 0 && second === 0)) return new TextDecoder('utf-16le').decode(bytes)
  if ((first === 0xfe && second === 0xff) || (zeros > 0 && first === 0)) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function* rowsOf(text: string, mark: string): Generator<string[], 'whole' | 'cut-off'> {
  let row: string[] = []
  let before = 0
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (text[at] === '"') {
      // A quote within is written twice; the cell ends with the one that stands alone.
      let from = at + 1
      for (;;) {
        const quote = text.indexOf('"', from)
        if (quote < 0) return 'cut-off'
        cell += text.slice(from, quote)
        at = quote + 1
        if (text[at] !== '"') break
        cell += '"'
        from = at + 1
      }
    }
    const from = at
    while (at < text.length && text[at] !== mark && text[at] !== '\n' && text[at] !== '\r') at++
    row.push(cell + text.slice(from, at))
    if (at < text.length && text[at] === mark) {
      at++
      if (at < text.length) continue
      row.push('')
    }
    const broken = at < text.length
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    // A last row without its line break, and shorter than the one before it, was cut in its middle.
    const cut = !broken && row.length < before
    before = row.length
    if (cut) return 'cut-off'
    yield row
    row = []
  }
  return 'whole'
}
