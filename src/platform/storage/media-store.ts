import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { isId } from '../ids/index.ts'
import { refuse, type Refusal } from '../refusal/index.ts'
import { syncFolder } from './sync-folder.ts'

export interface KeptMedia {
  /** Names it from now on: `<workspace>/<sha-256>.<ending>`. The same bytes of a shop have one key. */
  key: string
  bytes: number
}

export interface MediaStore {
  /** Keeps what comes, durably, before it answers. A stream that brings more than `mostBytes` leaves nothing behind. */
  put(
    source: Readable | Uint8Array,
    about: { workspaceId: string; type: string; mostBytes?: number },
  ): Promise<KeptMedia | Refusal<'platform.too-large'>>
  /** Null for a key that names nothing. The stream must be read to its end, or destroyed. */
  read(key: string): Promise<{ stream: Readable; type: string; bytes: number } | null>
  remove(key: string): Promise<void>
  /** Everything of a shop, when the shop is erased. */
  removeShop(workspaceId: string): Promise<void>
}

const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
  'video/mp4': 'mp4',
  'application/pdf': 'pdf',
}
const TYPES = Object.fromEntries(Object.entries(ENDINGS).map(([type, ending]) => [ending, type]))
const KEY = /^([0-9a-f-]{36})\/([0-9a-f]{64})\.([a-z0-9]+)$/

/** The media store in a folder: named by content, written beside and moved into place, synced before it is answered. */
export function openMediaStore(folder: string): MediaStore {
  const incoming = join(folder, 'incoming')

  return {
    put: async (source, { workspaceId, type, mostBytes = 30_000_000 }) => {
      if (!isId(workspaceId)) throw new Error(`${workspaceId} is no shop's id.`)
      await mkdir(incoming, { recursive: true })
      const temporary = join(incoming, randomUUID())
      try {
        const written = await writeWithin(temporary, source, mostBytes)
        if (!written) return refuse('platform.too-large', { values: { most: megabytes(mostBytes) } })
        const key = `${workspaceId}/${written.hash}.${ENDINGS[type] ?? 'bin'}`
        const place = placeOf(folder, key)!
        await mkdir(dirname(place), { recursive: true })
        await rename(temporary, place)
        // The entries of folders that were just made must be on disk as well.
        for (const made of [dirname(place), join(folder, workspaceId), folder]) await syncFolder(made)
        return { key, bytes: written.bytes }
      } finally {
        await rm(temporary, { force: true })
      }
    },
    read: async (key) => {
      const place = placeOf(folder, key)
      // Opened here, so that a file which is gone is told now and not by a stream later.
      const file = place && (await open(place, 'r').catch(nullIfGone))
      if (!file) return null
      const { size } = await file.stat()
      return { stream: file.createReadStream(), type: TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream', bytes: size }
    },
    remove: async (key) => {
      const place = placeOf(folder, key)
      if (place) await unlink(place).catch(unlessGone)
    },
    removeShop: async (workspaceId) => {
      if (isId(workspaceId)) await rm(join(folder, workspaceId), { recursive: true, force: true })
    },
  }
}

// A key may come from outside: what is no key of ours names no file.
function placeOf(folder: string, key: string): string | null {
  const match = KEY.exec(key)
  return match ? join(folder, match[1]!, match[2]!.slice(0, 2), `${match[2]}.${match[3]}`) : null
}

async function writeWithin(path: string, source: Readable | Uint8Array, mostBytes: number): Promise<{ hash: string; bytes: number } | null> {
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of source instanceof Readable ? source : [source]) {
      const part = chunk as Uint8Array
      bytes += part.length
      if (bytes > mostBytes) {
        if (source instanceof Readable) source.resume()
        return null
      }
      hash.update(part)
      await file.writeFile(part)
    }
    await file.sync()
    return { hash: hash.digest('hex'), bytes }
  } finally {
    await file.close()
  }
}

const megabytes = (bytes: number) => `${Math.floor(bytes / 1_000_000)} MB`

function nullIfGone(failure: NodeJS.ErrnoException): null {
  unlessGone(failure)
  return null
}

function unlessGone(failure: NodeJS.ErrnoException): void {
  if (failure.code !== 'ENOENT') throw failure
}
