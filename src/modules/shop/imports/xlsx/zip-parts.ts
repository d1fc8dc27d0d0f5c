import { createReadStream } from 'node:fs'
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate'
import { MOST_RATIO, MOST_UNPACKED, RATIO_COUNTS_FROM } from './limits.ts'
import { FileRefused } from './refused.ts'

export interface PartChunk {
  name: string
  bytes: Uint8Array
  last: boolean
}

// One chunk unpacks to 16 MB at the very most (DEFLATE shrinks 1,032 times).
const CHUNK = 16 * 1024

/**
 * Unpacks the wanted parts of a zip file, chunk by chunk in the order they stand; the others are passed over. Refuses
 * what unpacks beyond the limits, is encrypted, or ends too early.
 */
export async function* zipParts(path: string, wanted: (name: string) => boolean): AsyncGenerator<PartChunk> {
  let ready: PartChunk[] = []
  let failed: unknown
  let unpacked = 0
  let compressed = 0
  const open = new Set<string>()

  const unzip = new Unzip((file: UnzipFile) => {
    const name = file.name.replaceAll('\\', '/').replace(/^\/+/, '')
    if (!wanted(name)) return
    open.add(name)
    file.ondata = (failure, bytes, last) => {
      if (failure) failed ??= failure
      if (failed) return
      unpacked += bytes.length
      if (last) open.delete(name)
      ready.push({ name, bytes, last })
    }
    file.start()
  })
  unzip.register(UnzipInflate)

  const push = (bytes: Uint8Array, last: boolean) => {
    try {
      unzip.push(bytes, last)
    } catch (failure) {
      failed ??= failure
    }
  }
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    compressed += bytes.length
    push(bytes, false)
    if (unpacked > MOST_UNPACKED || (unpacked > RATIO_COUNTS_FROM && unpacked > compressed * MOST_RATIO)) throw new FileRefused('shop.import-bomb')
    if (failed) throw new FileRefused('shop.import-broken')
    const chunks = ready
    ready = []
    yield* chunks
  }
  push(new Uint8Array(), true)
  if (failed) throw new FileRefused('shop.import-broken')
  yield* ready
  if (open.size > 0) throw new FileRefused('shop.import-cut-off')
}
