import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/**
 * Gives back what a post had reserved and never sent out: its links close, and their chat codes, which nobody has
 * seen, are free again at once. Without `accountId`: those of all of its accounts. Changes nothing the second time.
 */
export async function releaseForPost(scope: WriteScope, { postId, accountId }: { postId: string; accountId?: string | null }): Promise<void> {
  const released = await tables(scope)
    .updateTable('linksLinks')
    .set({ closedAt: scope.clock.now(), chatCode: null })
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', postId)
    .where('closedAt', 'is', null)
    .$if(accountId !== undefined, (query) => query.where('accountId', 'is not distinct from', accountId!))
    .returning('id')
    .execute()
  for (const { id } of released) await scope.announce({ type: 'LinkClosed', linkId: id })
}
