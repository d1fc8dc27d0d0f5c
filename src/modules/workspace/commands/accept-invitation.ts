import type { ShopProfile } from '#contract/workspace.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { isOpen } from '../queries/invitations.ts'
import { memberOfLogin } from '../queries/members.ts'
import { shopProfile } from '../queries/shop-profile.ts'
import { roleIn } from '../queries/shops-of-login.ts'
import { tables, type WorkspaceTables } from '../tables.ts'

/**
 * Joins the shop by an invitation and uses it up: whoever has its link, once. A login that worked here before is the
 * same member again. Asked twice by the same login it answers the same, as long as they work here.
 */
export async function acceptInvitation(
  scope: WriteScope,
  { invitationId, login }: { invitationId: string; login: { id: string; name: string } },
): Promise<ShopProfile | Refusal> {
  const db = tables(scope)
  // Locked: of two who follow one link at once, the second finds it used.
  const invitation = await db
    .selectFrom('workspaceInvitations')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('invitationId', '=', invitationId)
    .forUpdate()
    .executeTakeFirst()
  if (!invitation) return refuse('workspace.invitation-unknown')
  if (invitation.acceptedBy === login.id && (await memberOfLogin(scope, login.id))) return shopProfile(scope)
  const now = scope.clock.now()
  const invitedAs = await roleIn(scope.db, scope.workspaceId, invitation.invitedBy)
  if (!isOpen(invitation, now) || invitedAs !== 'owner') return refuse('workspace.invitation-over')
  const memberId = await join(scope, invitation, login)
  if (typeof memberId !== 'string') return memberId
  await db
    .updateTable('workspaceInvitations')
    .set({ acceptedAt: now, acceptedBy: login.id })
    .where('workspaceId', '=', scope.workspaceId)
    .where('invitationId', '=', invitationId)
    .execute()
  await scope.announce({ type: 'MemberJoined', memberId })
  return shopProfile(scope)
}

async function join(
  scope: WriteScope,
  { role, memberId }: WorkspaceTables['workspaceInvitations'],
  login: { id: string; name: string },
): Promise<string | Refusal<'workspace.already-member' | 'workspace.invitation-over'>> {
  const db = tables(scope)
  const before = await db
    .selectFrom('workspaceMembers')
    .select(['memberId', 'leftAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('loginId', '=', login.id)
    .executeTakeFirst()
  if (before && before.leftAt === null) return refuse('workspace.already-member')
  if (before ?? memberId) {
    const joined = await db
      .updateTable('workspaceMembers')
      .set({ loginId: login.id, role, leftAt: null })
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', before?.memberId ?? memberId)
      .where(({ or, eb }) => or([eb('loginId', 'is', null), eb('loginId', '=', login.id)]))
      .returning('memberId')
      .executeTakeFirst()
    // Whom it was for has a login by another link.
    return joined?.memberId ?? refuse('workspace.invitation-over')
  }
  const joinedAt = scope.clock.now()
  const id = newId(joinedAt.getTime())
  await db
    .insertInto('workspaceMembers')
    .values({ workspaceId: scope.workspaceId, memberId: id, loginId: login.id, name: login.name, role, joinedAt, leftAt: null })
    .execute()
  return id
}
