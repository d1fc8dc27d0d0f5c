import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '../ids/index.ts'
import { syncFolder } from '../storage/index.ts'

/** An uploaded file and the import that it is for. */
export interface Upload {
  workspaceId: string
  importId: string
  path: string
  keptAt: Date
}

/** Where uploaded files lie from the moment they are in whole until their import has ended. */
export interface Uploads {
  /**
   * Takes a file in whole, durably, and answers the id that its import is to have. `cutShort` says, once the stream is
   * through, whether it was longer than an upload may be.
   */
  keep(workspaceId: string, stream: Readable, cutShort: () => boolean): Promise<{ importId: string } | 'too-large' | 'empty'>
  /** The files that lie here, the oldest first, those that are not in whole too: they have no import yet. */
  waiting(): Promise<Upload[]>
  drop(upload: Upload): Promise<void>
}

const NAME = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.(?:part|[a-z]+)$/

/** `ending` is that of a file that is in whole. */
export function openUploads(folder: string, ending: string): Uploads {
  return {
    keep: async (workspaceId, stream, cutShort) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const importId = newId()
      const whole = join(folder, `${workspaceId}.${importId}.${ending}`)
      const part = join(folder, `${workspaceId}.${importId}.part`)
      try {
        await pipeline(stream, createWriteStream(part, { mode: 0o600, flush: true }))
        if (cutShort()) return 'too-large'
        if ((await stat(part)).size === 0) return 'empty'
        await rename(part, whole)
        await syncFolder(folder)
        return { importId }
      } finally {
        await rm(part, { force: true })
      }
    },
    waiting: async () => {
      const found: Upload[] = []
      for (const name of await readdir(folder).catch(() => [])) {
        const [, workspaceId, importId] = NAME.exec(name) ?? []
        const path = join(folder, name)
        const file = workspaceId && (await stat(path).catch(() => null))
        if (file) found.push({ workspaceId, importId: importId!, path, keptAt: file.mtime })
      }
      return found.sort((one, other) => (one.importId < other.importId ? -1 : 1))
    },
    drop: ({ path }) => rm(path, { force: true }),
  }
}
