import type { Head } from './format.ts'

const HEAD_LINES = 200
const HEAD_BYTES = 64 * 1024

/** The first lines of a text, and the text from its beginning. */
export async function headOf(chunks: AsyncGenerator<Buffer>): Promise<{ head: Head; chunks: AsyncIterable<Buffer> }> {
  const first: Buffer[] = []
  let size = 0
  let ended = false
  while (size < HEAD_BYTES && !ended) {
    const { done, value } = await chunks.next()
    ended = done === true
    if (!value) continue
    first.push(value)
    size += value.length
  }
  const lines = Buffer.concat(first).subarray(0, HEAD_BYTES).toString('utf8').replace(/^\ufeff/, '').split(/\r?\n/)
  // What was cut in its middle is no line.
  if (size > HEAD_BYTES || !ended) lines.pop()
  return {
    head: { lines: lines.filter((line) => line.trim() !== '').slice(0, HEAD_LINES) },
    chunks: (async function* () {
      yield* first
      yield* chunks
    })(),
  }
}
