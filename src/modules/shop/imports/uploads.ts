import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse, type Refusal } from '#platform/refusal'

/**
 * Takes an uploaded file in whole and answers where it lies. `cutShort` says, once the stream is through, whether it
 * was longer than an upload may be.
 */
export async function keepUpload(
  stream: Readable,
  cutShort: () => boolean,
): Promise<string | Refusal<'shop.import-too-large' | 'shop.import-empty'>> {
  const path = join(await mkdtemp(join(tmpdir(), 'kicau-import-')), 'orders.xlsx')
  try {
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }))
  } catch (failure) {
    await dropUpload(path)
    throw failure
  }
  const refused = cutShort()
    ? refuse('shop.import-too-large', { where: 'file', values: { most: '30 MB' } })
    : (await stat(path)).size === 0
      ? refuse('shop.import-empty', { where: 'file' })
      : null
  if (refused) await dropUpload(path)
  return refused ?? path
}

/** Removes what `keepUpload` kept, with the folder that was made for it. */
export const dropUpload = (path: string): Promise<void> => rm(dirname(path), { recursive: true, force: true })
