import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Under which key the media store keeps a picture. */
export async function pictureKey(scope: ReadScope, pictureId: string): Promise<{ key: string; type: string } | Refusal<'publishing.picture-unknown'>> {
  const row = await tables(scope)
    .selectFrom('publishingPictures')
    .select(['mediaKey as key', 'type'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('pictureId', '=', pictureId)
    .executeTakeFirst()
  return row ?? refuse('publishing.picture-unknown')
}
