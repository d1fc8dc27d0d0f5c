import type { CodeMeaning } from '#contract/links.ts'
import type { ReadScope } from '#platform/scope'
import { chatCodesIn, isChatCode } from '../model/chat-code.ts'
import { liveChatCode } from '../model/live.ts'
import { tables } from '../tables.ts'

/**
 * What a chat code stood for at that moment; null where it stood for nothing. `code` as a person types it: `k7`,
 * `(K 7)`. A code may have meant something else years ago, so the moment decides.
 */
export async function codeMeaning(scope: Pick<ReadScope, 'db' | 'workspaceId'>, code: string, at: Date): Promise<CodeMeaning | null> {
  const typed = code.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '')
  return isChatCode(typed) ? meaningOf(scope, typed, at) : null
}

/** What the first message of a conversation says of where its buyer comes from; null where it carries no live code. */
export async function codeInMessage(scope: Pick<ReadScope, 'db' | 'workspaceId'>, message: string, at: Date): Promise<CodeMeaning | null> {
  for (const code of chatCodesIn(message)) {
    const meaning = await meaningOf(scope, code, at)
    if (meaning) return meaning
  }
  return null
}

async function meaningOf(scope: Pick<ReadScope, 'db' | 'workspaceId'>, code: string, at: Date): Promise<CodeMeaning | null> {
  const rows = await tables(scope)
    .selectFrom('linksLinks as link')
    .leftJoin('linksPlacements as placement', (join) =>
      join.onRef('placement.id', '=', 'link.placementId').onRef('placement.workspaceId', '=', 'link.workspaceId'),
    )
    .select(['link.id', 'link.channel', 'link.postId', 'link.createdAt', 'link.closedAt', 'link.chatCode', 'link.chatCodeUntil'])
    .select(['placement.id as placementId', 'placement.kind as placementKind', 'placement.name as placementName'])
    .where('link.workspaceId', '=', scope.workspaceId)
    .where('link.chatCode', '=', code)
    .orderBy('link.createdAt', 'desc')
    .execute()
  const link = rows.find((row) => liveChatCode(row, at) !== null)
  if (!link) return null
  const { placementId, placementKind, placementName } = link
  const placement = placementId && placementKind && placementName ? { id: placementId, kind: placementKind, name: placementName } : null
  return { code, channel: link.channel, linkId: link.id, postId: link.postId, placement }
}
