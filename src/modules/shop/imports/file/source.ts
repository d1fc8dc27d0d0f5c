import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** A file's bytes, on disk or unpacked in memory; may be read again and again. */
export interface Source {
  size: number
  at(position: number, length: number): Promise<Buffer>
  chunks(size: number): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export async function fileSource(path: string): Promise<Source> {
  const { size } = await stat(path)
  return {
    size,
    at: async (position, length) => {
      const file = await open(path, 'r')
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    chunks: (highWaterMark) => createReadStream(path, { highWaterMark }) as AsyncIterable<Buffer>,
  }
}

export const bytesSource = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  at: async (position, length) => Buffer.from(bytes.buffer, bytes.byteOffset + position, Math.max(0, Math.min(length, bytes.length - position))),
  *chunks(size) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  },
})
