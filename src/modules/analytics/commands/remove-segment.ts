import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Forgets a segment; nothing that was counted changes. */
export async function removeSegment(scope: WriteScope, id: string): Promise<void | Refusal<'analytics.segment-unknown'>> {
  const { numDeletedRows } = await tables(scope).deleteFrom('analyticsSegments').where('workspaceId', '=', scope.workspaceId).where('id', '=', id).executeTakeFirst()
  if (Number(numDeletedRows) === 0) return refuse('analytics.segment-unknown')
}
