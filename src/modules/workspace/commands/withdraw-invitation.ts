import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Its link leads nowhere from now on. One that was used, or withdrawn before, is no longer there to withdraw. */
export async function withdrawInvitation(scope: WriteScope, invitationId: string): Promise<undefined | Refusal<'workspace.invitation-unknown'>> {
  const gone = await withdrawing(scope).where('invitationId', '=', invitationId).executeTakeFirst()
  if (!gone) return refuse('workspace.invitation-unknown', { where: 'id' })
  await scope.announce({ type: 'InvitationWithdrawn', ...gone })
}

/** Withdraws what a member has invited others to, and is invited to. */
export async function withdrawInvitationsOf(scope: WriteScope, memberId: string): Promise<void> {
  const login = tables(scope).selectFrom('workspaceMembers').select('loginId').where('workspaceId', '=', scope.workspaceId).where('memberId', '=', memberId)
  const gone = await withdrawing(scope)
    .where(({ or, eb }) => or([eb('memberId', '=', memberId), eb('invitedBy', 'in', login)]))
    .execute()
  for (const each of gone) await scope.announce({ type: 'InvitationWithdrawn', ...each })
}

const withdrawing = (scope: WriteScope) =>
  tables(scope)
    .updateTable('workspaceInvitations')
    .set({ withdrawnAt: scope.clock.now() })
    .where('workspaceId', '=', scope.workspaceId)
    .where('withdrawnAt', 'is', null)
    .where('acceptedAt', 'is', null)
    .returning('invitationId')
