import { buffer } from 'node:stream/consumers'
import type { QrLogo } from '#contract/link-qr.ts'
import type { ReadScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { tables } from '../tables.ts'

export async function qrLogo(scope: ReadScope): Promise<QrLogo> {
  const row = await rowOf(scope)
  return { version: row ? row.changedAt.getTime().toString(36) : null }
}

/** The logo itself, a square PNG; null where there is none. */
export async function qrLogoPicture(scope: ReadScope, media: Pick<MediaStore, 'read'>): Promise<Buffer | null> {
  const row = await rowOf(scope)
  const found = row && (await media.read(row.logo))
  return found ? buffer(found.stream) : null
}

const rowOf = (scope: ReadScope) =>
  tables(scope).selectFrom('linksLogos').select(['logo', 'changedAt']).where('workspaceId', '=', scope.workspaceId).executeTakeFirst()
