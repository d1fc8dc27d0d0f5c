import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Its link leads nowhere from now on. One that was used, or withdrawn before, is no longer there to withdraw. */
export async function withdrawInvitation(scope: WriteScope, invitationId: string): Promise<undefined | Refusal<'workspace.invitation-unknown'>> {
  const gone = await withdrawing(scope).where('invitationId', '=', invitationId).executeTakeFirst()
  if (!gone) return refuse('workspace.invitation-unknown', { where: 'id' })
  await scope.announce({ type: 'InvitationWithdrawn', ...gone })
}

/**
 * Withdraws what a member has invited others to, and is invited to; of an owner all that are open, for owners have seen the link
 * of each, and whoever remembers one could come back by it.
 */
export async function withdrawInvitationsOf(scope: WriteScope, memberId: string): Promise<void> {
  const member = await tables(scope).selectFrom('workspaceMembers').select(['loginId', 'role']).where('workspaceId', '=', scope.workspaceId).where('memberId', '=', memberId).executeTakeFirst()
  if (!member) return
  const gone = await withdrawing(scope)
    .$if(member.role !== 'owner' || member.loginId === null, (open) => open.where(({ or, eb }) => or([eb('memberId', '=', memberId), ...(member.loginId === null ? [] : [eb('invitedBy', '=', member.loginId)])])))
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
