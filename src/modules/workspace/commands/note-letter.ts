import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Notes what became of an invitation's letter. */
export async function noteLetter(scope: WriteScope, invitationId: string, mail: 'sent' | 'refused' | 'unknown'): Promise<void> {
  await tables(scope)
    .updateTable('workspaceInvitations')
    .set({ mail })
    .where('workspaceId', '=', scope.workspaceId)
    .where('invitationId', '=', invitationId)
    .execute()
  await scope.announce({ type: 'InvitationMailed', invitationId, mail })
}
