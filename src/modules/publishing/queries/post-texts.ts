import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** What these posts say, deleted ones too. */
export async function postTexts(scope: ReadScope, ids: readonly string[]): Promise<{ postId: string; text: string }[]> {
  if (ids.length === 0) return []
  return tables(scope).selectFrom('publishingPosts').select(['postId', 'text']).where('workspaceId', '=', scope.workspaceId).where('postId', 'in', [...ids]).execute()
}
