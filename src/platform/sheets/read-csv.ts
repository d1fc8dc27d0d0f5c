const MARKS = [',', ';', '\t', '|'] as const

/** The text of a CSV file, and its rows one by one; what they return at the end says whether a quoted cell was left open. */
export interface CsvText {
  startsWith(text: string): boolean
  /** One of these stands near its top. */
  names(...words: string[]): boolean
  rows(): Generator<string[], 'whole' | 'cut-off'>
}

/**
 * Opens a CSV file however it was saved: UTF-8 or UTF-16 with or without its mark, Windows-1252; parted by commas,
 * semicolons, tabs or bars; quoted as in RFC 4180. `not-text` for what is no text at all.
 */
export function openCsv(bytes: Uint8Array): CsvText | 'not-text' {
  // Old programs end a text with a mark of their own, and disks fill up its last block.
  const text = withoutEndMarks(textIn(bytes))
  if (isBinary(text)) return 'not-text'
  const head = text.slice(0, HEAD)
  const mark = markOf(head)
  const spaced = hasSpacesBeforeQuotes(head, mark)
  return { startsWith: (start: string) => head.trimStart().startsWith(start), names: (...words: string[]) => words.some((word) => head.includes(word)), rows: () => rowsOf(text, { mark, spaced }) }
}

const HEAD = 20_000

function withoutEndMarks(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '\0' || text[end - 1] === '\u001a')) end--
  return text.slice(0, end)
}

/** A text has no such signs, but for one that a keyboard slipped into a name; whatever else was renamed to .csv is full of them. */
function isBinary(text: string): boolean {
  const signs = /[\0-\u0008\u000e-\u001f]/g
  for (let left = text.length / 1000; ; left--) {
    const found = signs.exec(text)
    if (!found) return false
    if (left < 0 || found[0] === '\0' || found.index < BEGINS) return true
  }
}
/** Where files of other programs say what they are. */
const BEGINS = 16

/** Written by hand: `a, "b"`. Elsewhere a quote behind a space is a letter like others. */
const hasSpacesBeforeQuotes = (head: string, mark: string): boolean => head.split(`${mark} "`).length > Math.max(1, head.split(`${mark}"`).length)

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
    for (const { length } of rowsOf(head, { mark, spaced: hasSpacesBeforeQuotes(head, mark) })) widths.set(length, (widths.get(length) ?? 0) + 1)
    return Math.max(0, ...[...widths].map(([width, count]) => (width - 1) * count))
  }
  const scores = MARKS.map(scoreOf)
  return MARKS[scores.indexOf(Math.max(...scores))]!
}

function textIn(bytes: Uint8Array): string {
  const [first, second] = bytes
  const pairs = bytes.subarray(0, bytes.length - (bytes.length % 2))
  const zeros = bytes.subarray(0, 200).reduce((count, byte) => count + Number(byte === 0), 0)
  if ((first === 0xff && second === 0xfe) || (zeros > 0 && second === 0)) return new TextDecoder('utf-16le').decode(pairs)
  if ((first === 0xfe && second === 0xff) || (zeros > 0 && first === 0)) return new TextDecoder('utf-16be').decode(pairs)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function* rowsOf(text: string, { mark, spaced }: { mark: string; spaced: boolean }): Generator<string[], 'whole' | 'cut-off'> {
  let row: string[] = []
  let before = 0
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (spaced) while (text[at] === ' ') at++
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
