import { Unzip, UnzipInflate, type UnzipFile } from 'fflate'
import { MOST_RATIO, MOST_UNPACKED, RATIO_COUNTS_FROM } from './limits.ts'
import { FileRefused } from './refused.ts'
import type { Source } from './source.ts'

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
export async function* zipParts(source: Source, wanted: (name: string) => boolean): AsyncGenerator<PartChunk> {
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
  for await (const bytes of source.chunks(CHUNK)) {
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

/** What stands in a zip file; nothing is unpacked. */
export async function zipNames(source: Source): Promise<string[]> {
  const names: string[] = []
  const noted = (name: string) => {
    names.push(name)
    return false
  }
  for await (const part of zipParts(source, noted)) throw new Error(`${part.name} was not asked for`)
  return names
}

/** One part of a zip file, whole. */
export async function unpacked(source: Source, wanted: string, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const { bytes } of zipParts(source, (name) => name === wanted)) {
    if ((size += bytes.length) > most) throw new FileRefused('shop.import-too-large', { most: `${most / 1024 / 1024} MB` })
    pieces.push(bytes)
  }
  return Buffer.concat(pieces)
}
