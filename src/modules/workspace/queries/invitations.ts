import type { Kysely } from 'kysely'
import type { Invitation, OpenInvitation } from '#contract/team.ts'
import type { ReadScope } from '#platform/scope'
import { invitationToken, type Marking } from '../invitation-token.ts'
import { tables, type WorkspaceTables } from '../tables.ts'
import { nameOfLogin } from './members.ts'
import { shopProfile } from './shop-profile.ts'

type Kept = WorkspaceTables['workspaceInvitations']

/** Neither used nor withdrawn, and its week is not over. */
export const isOpen = ({ withdrawnAt, acceptedAt, expiresAt }: Pick<Kept, 'withdrawnAt' | 'acceptedAt' | 'expiresAt'>, now: Date): boolean =>
  withdrawnAt === null && acceptedAt === null && expiresAt > now

/** The invitations that can still be followed, the newest first. */
export async function openInvitations(scope: ReadScope, secrets: Marking): Promise<Invitation[]> {
  const rows = await tables(scope)
    .selectFrom('workspaceInvitations as invitation')
    .leftJoin('workspaceMembers as member', (join) =>
      join.onRef('member.workspaceId', '=', 'invitation.workspaceId').onRef('member.memberId', '=', 'invitation.memberId'),
    )
    .select(['invitationId as id', 'invitation.role', 'invitation.memberId', 'member.name', 'email', 'mail', 'invitedAt', 'expiresAt'])
    .where('invitation.workspaceId', '=', scope.workspaceId)
    .where('withdrawnAt', 'is', null)
    .where('acceptedAt', 'is', null)
    .where('expiresAt', '>', scope.clock.now())
    .orderBy('invitedAt', 'desc')
    .orderBy('invitationId', 'desc')
    .execute()
  return rows.map(({ memberId, name, invitedAt, expiresAt, ...row }) => ({
    ...row,
    member: memberId && name ? { id: memberId, name } : null,
    invitedAt: invitedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    path: `/invite/${invitationToken(secrets, row.id)}`,
  }))
}

/** Which shop an invitation is to, and whether it can be followed: asked across shops, by whoever has its link. */
export async function invitationById(db: Kysely<{}>, id: string): Promise<Kept | undefined> {
  return tables({ db }).selectFrom('workspaceInvitations').selectAll().where('invitationId', '=', id).executeTakeFirst()
}

/** As its page and its letter show it. */
export async function invitationShown(scope: ReadScope, invitation: Kept): Promise<OpenInvitation> {
  const member = invitation.memberId
    ? await tables(scope)
        .selectFrom('workspaceMembers')
        .select('name')
        .where('workspaceId', '=', scope.workspaceId)
        .where('memberId', '=', invitation.memberId)
        .executeTakeFirst()
    : null
  return {
    shop: (await shopProfile(scope)).name,
    role: invitation.role,
    from: await nameOfLogin(scope, invitation.invitedBy),
    name: member?.name ?? null,
    expiresAt: invitation.expiresAt.toISOString(),
  }
}
