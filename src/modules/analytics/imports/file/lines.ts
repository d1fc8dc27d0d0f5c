/** No line of a log is longer; what is, is told as such and passed over. */
const LONGEST_LINE = 128 * 1024

/** A piece of a text and the places of its lines in it. */
export interface Lines {
  text: string
  /** Calls back with each whole line, without its end. */
  each(line: (from: number, to: number) => void): void
  /** Lines that were too long to be kept until their end. */
  tooLong: number
}

/**
 * Cuts a text into pieces of whole lines, each byte a character (Latin-1): a log of gigabytes is looked at without being
 * decoded, and only what is kept of it is.
 */
export async function* piecesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let left = ''
  let skipping = false
  let first = true
  for await (const chunk of chunks) {
    let text = chunk.toString('latin1')
    if (first) {
      first = false
      if (text.startsWith('\u00ef\u00bb\u00bf')) text = text.slice(3)
    }
    if (skipping) {
      const end = text.indexOf('\n')
      if (end < 0) continue
      skipping = false
      text = text.slice(end + 1)
    }
    const end = text.lastIndexOf('\n')
    if (end < 0) {
      left += text
      if (left.length <= LONGEST_LINE) continue
      left = ''
      skipping = true
      yield { text: '', each: () => {}, tooLong: 1 }
      continue
    }
    yield linesOf(left + text.slice(0, end + 1))
    left = text.slice(end + 1)
  }
  if (left !== '') yield linesOf(`${left}\n`)
}

const linesOf = (text: string): Lines => ({
  text,
  tooLong: 0,
  each: (line) => {
    for (let from = 0; from < text.length; ) {
      const newline = text.indexOf('\n', from)
      line(from, newline > from && text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline)
      from = newline + 1
    }
  },
})

/** A piece as it was meant: bytes that were taken for characters are read as UTF-8. It holds on to nothing. */
export const decoded = (piece: string): string => Buffer.from(piece, 'latin1').toString('utf8')
