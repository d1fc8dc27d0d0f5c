import type { Role } from '#contract/team.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { notInDemo } from './not-in-demo.ts'
import { withdrawInvitationsOf } from './withdraw-invitation.ts'

type Refused = Refusal<'workspace.member-unknown' | 'workspace.last-owner' | 'workspace.not-in-demo'>

/** Changes a member's name or role. Who becomes staff can't come back as owner by an earlier invitation. A shop always keeps an owner who can sign in. */
export async function changeMember(scope: WriteScope, memberId: string, change: { name?: string; role?: Role }): Promise<undefined | Refused> {
  const refused = (await notInDemo(scope)) ?? (await keepsOwner(scope, change.role === 'staff' ? memberId : null))
  if (refused) return refused
  if (change.role === 'staff') await withdrawInvitationsOf(scope, memberId)
  return update(scope, memberId, change, 'MemberChanged')
}

/** Lets a member go. Their hours and whatever they did stay; the desk is closed to them from the next call on, and no earlier invitation opens it. */
export async function removeMember(scope: WriteScope, memberId: string): Promise<undefined | Refused> {
  const refused = (await notInDemo(scope)) ?? (await keepsOwner(scope, memberId))
  if (refused) return refused
  await withdrawInvitationsOf(scope, memberId)
  return update(scope, memberId, { leftAt: scope.clock.now() }, 'MemberLeft')
}

/** Takes a member back as they were. */
export async function restoreMember(scope: WriteScope, memberId: string): Promise<undefined | Refused> {
  return (await notInDemo(scope)) ?? update(scope, memberId, { leftAt: null }, 'MemberRestored')
}

async function update(
  scope: WriteScope,
  memberId: string,
  change: { name?: string; role?: Role; leftAt?: Date | null },
  type: 'MemberChanged' | 'MemberLeft' | 'MemberRestored',
): Promise<undefined | Refusal<'workspace.member-unknown'>> {
  if (Object.keys(change).length === 0) return
  const changed = await tables(scope)
    .updateTable('workspaceMembers')
    .set(change)
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .returning('memberId')
    .executeTakeFirst()
  if (!changed) return refuse('workspace.member-unknown', { where: 'id' })
  await scope.announce({ type, memberId })
}

/** Refuses to take the last owner who can sign in out of their role. */
async function keepsOwner(scope: WriteScope, without: string | null): Promise<undefined | Refusal<'workspace.last-owner'>> {
  if (without === null) return
  const db = tables(scope)
  // Locked, so that of two owners who let each other go at once the second stays.
  await db.selectFrom('workspaceShops').select('workspaceId').where('workspaceId', '=', scope.workspaceId).forUpdate().execute()
  const owners = await db
    .selectFrom('workspaceMembers')
    .select('memberId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('role', '=', 'owner')
    .where('loginId', 'is not', null)
    .where('leftAt', 'is', null)
    .execute()
  if (owners.length === 1 && owners[0]!.memberId === without) return refuse('workspace.last-owner')
}
