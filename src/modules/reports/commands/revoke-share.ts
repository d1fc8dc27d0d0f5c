import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Ends a link at once. Ending it twice changes nothing. */
export async function revokeShare(scope: WriteScope, id: string): Promise<undefined | Refusal<'reports.share-unknown'>> {
  const now = scope.clock.now()
  const share = await tables(scope)
    .selectFrom('reportsShares')
    .select('revokedAt')
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!share) return refuse('reports.share-unknown')
  if (share.revokedAt) return
  await tables(scope).updateTable('reportsShares').set({ revokedAt: now }).where('workspaceId', '=', scope.workspaceId).where('id', '=', id).execute()
  await scope.announce({ type: 'ReportShareRevoked', shareId: id })
}
