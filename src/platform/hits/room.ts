import { open } from 'node:fs/promises'

/** Reads a file whole. What it answers holds until the next one is read. */
export type Room = (file: string) => Promise<Buffer>

/**
 * Memory that one file after the other is read into: blocks of a busy minute are large, and what is asked for anew with each,
 * even if it is given back at once, sets the collector to work. In a quiet minute it is let go.
 */
export function openRoom(): Room {
  let room = Buffer.alloc(0)
  return async (file) => {
    const handle = await open(file)
    try {
      const { size } = await handle.stat()
      if (size > room.length || size < room.length / ROOMY) room = Buffer.allocUnsafeSlow(Math.max(LEAST_BYTES, Math.ceil(size * SPARE)))
      let read = 0
      for (let more = 1; more > 0 && read < size; read += more) more = (await handle.read(room, read, size - read, read)).bytesRead
      return room.subarray(0, read)
    } finally {
      await handle.close()
    }
  }
}
const LEAST_BYTES = 64 * 1024
const SPARE = 1.25
const ROOMY = 64
