import type { Picture } from '#contract/publishing.ts'
import { fitPicture } from '#modules/networks'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { presentPicture } from '../present.ts'
import { tables } from '../tables.ts'

export const MOST_UPLOAD_MB = 25
const KEPT = { mostBytes: 5_000_000, mostSide: 3000 }

/**
 * Keeps a picture for a post, made again so that nothing of what the camera wrote into it (place, time) stays with it:
 * it is sent to networks, and saved by whoever posts it by hand.
 */
export async function addPicture(
  scope: WriteScope,
  media: MediaStore,
  source: Buffer,
): Promise<Picture | Refusal<'publishing.picture-unreadable' | 'platform.too-large'>> {
  const fitted = await fitPicture(source, KEPT)
  if (!fitted) return refuse('publishing.picture-unreadable', { where: 'file' })
  const kept = await media.put(fitted.bytes, { workspaceId: scope.workspaceId, type: fitted.type })
  if (isRefusal(kept)) return kept
  const now = scope.clock.now()
  const row = await tables(scope)
    .insertInto('publishingPictures')
    .values({
      workspaceId: scope.workspaceId,
      pictureId: newId(now.getTime()),
      postId: null,
      position: 0,
      mediaKey: kept.key,
      type: fitted.type,
      bytes: kept.bytes,
      width: fitted.width,
      height: fitted.height,
      alt: '',
      keptAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return presentPicture(row)
}
