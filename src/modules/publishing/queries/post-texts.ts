import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** What these posts say, deleted ones too. */
export async function postTexts(scope: ReadScope, ids: readonly string[]): Promise<{ postId: string; text: string }[]> {
  if (ids.length === 0) return []
  return tables(scope).selectFrom('publishingPosts').select(['postId', 'text']).where('workspaceId', '=', scope.workspaceId).where('postId', 'in', [...ids]).execute()
}

const MOST = 1000
/** As much of a text as a list shows of it, and the place of a link in it. */
const BEGINNING = 160

/** What the newest posts begin with, deleted ones too. */
export function postWords(scope: ReadScope): Promise<{ id: string; words: string }[]> {
  return tables(scope)
    .selectFrom('publishingPosts')
    .select(({ fn, val }) => ['postId as id', fn<string>('left', ['text', val(BEGINNING)]).as('words')])
    .where('workspaceId', '=', scope.workspaceId)
    .orderBy('createdAt', 'desc')
    .limit(MOST)
    .execute()
}
