import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** A pause ends for good: another timer was begun, or the sitting was stopped. */
export async function dropPause(scope: WriteScope, memberId: string): Promise<void> {
  await tables(scope).deleteFrom('effortPauses').where('workspaceId', '=', scope.workspaceId).where('memberId', '=', memberId).execute()
}
