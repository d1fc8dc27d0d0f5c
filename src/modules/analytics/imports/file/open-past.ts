import { createReadStream, type ReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { PastRefused } from '../refused.ts'
import { zipEntries } from './zip-entries.ts'

/** A text in a file: the file itself, or one of those packed in it. */
export interface PastText {
  name: string
  chunks(): AsyncGenerator<Buffer>
}

/** A file that somebody brings. */
export interface PastFile {
  size: number
  /** Bytes of it that were read so far, as it lies on the disk. */
  read(): number
  texts: PastText[]
  close(): Promise<void>
}

const CHUNK = 256 * 1024
/** Text that unpacks to more is no log of a small shop, and would be read for hours. */
export const MOST_UNPACKED = 64 * 1024 ** 3
// What macOS puts beside the files is no file of anybody's.
const isOfNobody = (name: string): boolean => name.endsWith('/') || /(^|\/)(__MACOSX\/|\._)/.test(name)

/** Opens a file by what it is and not by its name: a text, one packed by gzip or zstd as rotated logs are, or a zip file of several. */
export async function openPast(path: string, name: string): Promise<PastFile> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { buffer: head } = await file.read(Buffer.alloc(4), 0, 4, 0)
    const counts: Counts = { opened: [], unpacked: 0 }
    const kind = kindOf(head)
    const texts =
      kind === 'zip'
        ? (await zipEntries(file, path, size))
            .filter((entry) => !isOfNobody(entry.name))
            .map((entry) => ({
              name: entry.name,
              chunks: async function* () {
                const { packed, unpack } = await entry.open()
                yield* unpacked(packed, [...(unpack ? [unpack] : []), ...(/\.gz$/i.test(entry.name) ? [createGunzip({ chunkSize: CHUNK })] : [])], counts)
              },
            }))
        : [{ name, chunks: () => unpacked(createReadStream(path, { highWaterMark: CHUNK }), kind === 'gzip' ? [createGunzip({ chunkSize: CHUNK })] : kind === 'zstd' ? [createZstdDecompress({ chunkSize: CHUNK })] : [], counts) }]
    return { size, read: () => counts.opened.reduce((sum, { bytesRead }) => sum + bytesRead, 0), texts, close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

const kindOf = (head: Buffer): 'zip' | 'gzip' | 'zstd' | 'text' => {
  if (head.readUInt32LE(0) === 0x04034b50) return 'zip'
  if (head.readUInt16BE(0) === 0x1f8b) return 'gzip'
  return head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'text'
}

interface Counts {
  opened: ReadStream[]
  unpacked: number
}

async function* unpacked(packed: ReadStream, unpack: readonly Transform[], counts: Counts): AsyncGenerator<Buffer> {
  counts.opened.push(packed)
  // What fails is thrown by whoever reads on.
  const bytes = unpack.length > 0 ? pipeline([packed, ...unpack], () => {}) : packed
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if ((counts.unpacked += chunk.length) > MOST_UNPACKED) throw new PastRefused('analytics.import-too-large', { most: `${MOST_UNPACKED / 1024 ** 3} GB` })
      yield chunk
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR') throw new PastRefused('analytics.import-cut-off')
    if (code?.startsWith('Z_') || code?.startsWith('ZSTD_')) throw new PastRefused('analytics.import-broken')
    throw error
  } finally {
    packed.destroy()
  }
}
