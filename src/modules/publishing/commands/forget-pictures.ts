import type { Kysely } from 'kysely'
import type { MediaStore } from '#platform/storage'
import { tables } from '../tables.ts'

const LEFT_FOR_MS = 24 * 60 * 60_000

/** Removes pictures that were dropped into a composer and never became part of a post, in every shop; answers how many. */
export async function forgetPictures(db: Kysely<{}>, media: Pick<MediaStore, 'remove'>, now: Date): Promise<number> {
  const pictures = tables({ db })
  const left = await pictures
    .deleteFrom('publishingPictures')
    .where('postId', 'is', null)
    .where('keptAt', '<', new Date(now.getTime() - LEFT_FOR_MS))
    .returning(['workspaceId', 'mediaKey'])
    .execute()
  for (const { workspaceId, mediaKey } of left) {
    const used = await pictures
      .selectFrom('publishingPictures')
      .select('pictureId')
      .where('workspaceId', '=', workspaceId)
      .where('mediaKey', '=', mediaKey)
      .executeTakeFirst()
    if (!used) await media.remove(mediaKey)
  }
  return left.length
}
