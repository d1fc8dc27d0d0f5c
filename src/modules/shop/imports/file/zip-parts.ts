import { finished } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { Unzip, UnzipPassThrough, type UnzipFile } from 'fflate'
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
  let packed: PartChunk[] = []
  let failed = false
  let unpacked = 0
  let compressed = 0
  const open = new Map<string, Unpacking>()

  const unzip = new Unzip((file: UnzipFile) => {
    const name = file.name.replaceAll('\\', '/').replace(/^\/+/, '')
    if (!wanted(name)) return
    open.set(name, file.compression === 0 ? asItIs() : unpacking())
    file.ondata = (failure, bytes, last) => {
      failed ||= failure !== null
      if (!failed) packed.push({ name, bytes, last })
    }
    file.start()
  })
  unzip.register(StaysPacked)

  const push = (bytes: Uint8Array, last: boolean) => {
    try {
      unzip.push(bytes, last)
    } catch {
      failed = true
    }
  }
  const ready = async function* (): AsyncGenerator<PartChunk> {
    const chunks = packed
    packed = []
    for (const { name, bytes, last } of chunks) {
      const pieces = await open.get(name)?.push(bytes, last)
      if (!pieces) throw new FileRefused('shop.import-broken')
      unpacked += pieces.reduce((sum, piece) => sum + piece.length, 0)
      if (unpacked > MOST_UNPACKED || (unpacked > RATIO_COUNTS_FROM && unpacked > compressed * MOST_RATIO)) throw new FileRefused('shop.import-bomb')
      for (const piece of pieces) yield { name, bytes: piece, last: false }
      if (!last) continue
      open.delete(name)
      yield { name, bytes: new Uint8Array(), last }
    }
    if (failed) throw new FileRefused('shop.import-broken')
  }
  try {
    for await (const bytes of source.chunks(CHUNK)) {
      compressed += bytes.length
      push(bytes, false)
      yield* ready()
    }
    push(new Uint8Array(), true)
    yield* ready()
    if (open.size > 0) throw new FileRefused('shop.import-cut-off')
  } finally {
    for (const part of open.values()) part.stop()
  }
}

/** The container alone is taken apart. */
class StaysPacked extends UnzipPassThrough {
  static override compression = 8
}

interface Unpacking {
  /** What these bytes unpack to; null for what can't be unpacked. */
  push(bytes: Uint8Array, last: boolean): Promise<Uint8Array[] | null>
  stop(): void
}

const asItIs = (): Unpacking => ({ push: async (bytes) => [bytes], stop: () => {} })

/** By the machine's own library and beside this thread: in a third of the time that a script takes for it. */
function unpacking(): Unpacking {
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
  let pieces: Uint8Array[] = []
  inflate.on('data', (piece: Uint8Array) => pieces.push(piece))
  // What can't be unpacked is told by this alone, and never to whom the bytes were handed.
  let fail: (failure: Error) => void = () => {}
  inflate.on('error', (failure) => fail(failure))
  const written = (bytes: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      fail = reject
      inflate.write(bytes, (failure) => (failure ? reject(failure) : resolve()))
    })
  return {
    push: async (bytes, last) => {
      try {
        if (bytes.length > 0) await written(bytes)
        if (last) await finished(inflate.end())
        return pieces
      } catch {
        return null
      } finally {
        pieces = []
      }
    },
    stop: () => void inflate.destroy(),
  }
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
