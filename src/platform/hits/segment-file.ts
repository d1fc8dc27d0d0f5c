import fs, { constants, ftruncate, write } from 'node:fs'
import { open, readFile, rename, truncate, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { syncFolder } from '../storage/index.ts'
import { readSegment, SEGMENT_BEGINS } from './frames.ts'

// `<block>.open` is being written; `<block>.sealed` never changes again and may be on its way into the store.

export const OPEN = '.open'
export const SEALED = '.sealed'

export const segmentName = (block: number, ending: typeof OPEN | typeof SEALED): string => `${String(block).padStart(10, '0')}${ending}`

export interface SegmentName {
  block: number
  sealed: boolean
}

export function readSegmentName(name: string): SegmentName | undefined {
  const match = /^(\d{10})\.(open|sealed)$/.exec(name)
  return match ? { block: Number(match[1]), sealed: match[2] === 'sealed' } : undefined
}

/**
 * When lines are on the disk: before whoever brought them is answered, or a moment later. Both are written at once, so a kill
 * of this process loses neither; a power cut may lose the last quarter of a second of what is durable `soon`.
 */
export type Durable = 'at-once' | 'soon'

/** A segment that is being written. One writer; calls one at a time. */
export interface OpenSegment {
  readonly block: number
  /** Bytes that are written. */
  readonly size: number
  /** Since when bytes wait for the disk; undefined where all are on it. */
  readonly waitsSince: number | undefined
  /** Adds bytes and resolves when they are kept. After a failure only `seal` may follow. */
  append(bytes: Buffer, durable: Durable): Promise<void>
  /** Resolves when all of it is on the disk. After a failure only `seal` may follow. */
  sync(): Promise<void>
  /** Gives it its final name, durably. */
  seal(): Promise<void>
  /** Takes an unused one away. */
  discard(): Promise<void>
}

const writeAt = promisify(write)
/** By the name it has when it is called: a test stands in for a disk that fails. */
const syncData = (fd: number): Promise<void> => promisify(fs.fdatasync)(fd)
const cut = promisify(ftruncate)

/** Makes a segment whose name is durable before it takes its first line. */
export async function makeSegment(folder: string, block: number): Promise<OpenSegment> {
  const file = join(folder, segmentName(block, OPEN))
  const handle = await open(file, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600)
  try {
    await syncFolder(folder)
  } catch (error) {
    await handle.close().catch(() => {})
    await unlink(file).catch(() => {})
    throw error
  }
  let size = 0
  let waitsSince: number | undefined

  const sync = async () => {
    // A second try after a failure would say that all is well: the system tells it once.
    waitsSince = undefined
    await syncData(handle.fd)
  }

  return {
    block,
    get size() {
      return size
    },
    get waitsSince() {
      return waitsSince
    },
    append: async (bytes, durable) => {
      const all = size === 0 ? Buffer.concat([SEGMENT_BEGINS, bytes]) : bytes
      try {
        await writeWhole(handle, all, size)
        if (durable === 'at-once') await sync()
        else waitsSince ??= performance.now()
        size += all.length
      } catch (error) {
        // What may have been half written was promised to nobody. Where even cutting fails, its checksum tells.
        await cut(handle.fd, size).catch(() => {})
        throw error
      }
    },
    sync,
    seal: async () => {
      if (waitsSince !== undefined) await sync()
      await handle.close()
      await rename(file, join(folder, segmentName(block, SEALED)))
      await syncFolder(folder)
    },
    discard: async () => {
      await handle.close()
      await unlink(file)
    },
  }
}

async function writeWhole({ fd }: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await writeAt(fd, bytes, done, bytes.length - done, at + done)
    if (bytesWritten === 0) throw new Error('The disk took no bytes.')
    done += bytesWritten
  }
}

/** Seals what a dead process left open: cuts off what it had not finished, durably. Answers whether lines are left. */
export async function sealLeftOver(folder: string, block: number): Promise<boolean> {
  const file = join(folder, segmentName(block, OPEN))
  const { lines, wholeBytes, torn } = readSegment(await readFile(file))
  if (lines.length === 0) {
    await unlink(file)
    return false
  }
  if (torn) await truncate(file, wholeBytes)
  const handle = await open(file, 'r+')
  await handle.sync()
  await handle.close()
  await rename(file, join(folder, segmentName(block, SEALED)))
  await syncFolder(folder)
  return true
}
