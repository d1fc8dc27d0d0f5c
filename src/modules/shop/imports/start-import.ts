import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse, type Refusal } from '#platform/refusal'
import { beginImport, runImport, type ImportInto, type ImportNeeds } from '../commands/import-orders.ts'

export interface Started {
  importId: string
  /** Ends when the import has ended, however it did; rejects only by a fault of ours. */
  ended: Promise<unknown>
}

/**
 * Begins an import of an uploaded file: takes the file in whole, notes the import, and goes on with the work by itself.
 * `cutShort` says, once the stream is through, whether it was longer than an upload may be.
 */
export async function startImport(
  into: ImportInto,
  needs: ImportNeeds,
  file: { name: string; stream: Readable },
  cutShort: () => boolean,
): Promise<Started | Refusal<'shop.import-too-large' | 'shop.import-empty'>> {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-import-'))
  const tidy = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'orders.xlsx')
    await pipeline(file.stream, createWriteStream(path, { mode: 0o600 }))
    const refused = cutShort()
      ? refuse('shop.import-too-large', { where: 'file', values: { most: '30 MB' } })
      : (await stat(path)).size === 0
        ? refuse('shop.import-empty', { where: 'file' })
        : null
    if (refused) {
      await tidy()
      return refused
    }
    const importId = await beginImport(into, file.name)
    return { importId, ended: runImport(into, needs, importId, { name: file.name, path }).finally(tidy) }
  } catch (failure) {
    await tidy()
    throw failure
  }
}
