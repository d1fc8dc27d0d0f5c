import type { Invitation, Invite } from '#contract/team.ts'
import type { Language } from '#contract/values.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { Marking } from '../invitation-token.ts'
import { openInvitations } from '../queries/invitations.ts'
import { tables } from '../tables.ts'
import { notInDemo } from './not-in-demo.ts'

const DAY = 86_400_000
export const INVITED_DAYS = 7
/** Letters to strangers carry the shop's words: no shop sends more in a day. */
export const MOST_A_DAY = 20

/** Invites somebody to work in the shop. `mailWorks`: a letter can be sent, and has an address to lead to. */
export async function inviteMember(
  scope: WriteScope,
  { secrets, mailWorks }: { secrets: Marking; mailWorks: boolean },
  { loginId, role, memberId, email, language }: Invite & { loginId: string; language: Language },
): Promise<Invitation | Refusal> {
  const demo = await notInDemo(scope)
  if (demo) return demo
  if (email !== null && !mailWorks) return refuse('workspace.mail-missing', { where: 'email' })
  if (memberId !== null && !(await canBeGivenLogin(scope, memberId))) return refuse('workspace.member-unknown', { where: 'memberId' })
  const now = scope.clock.now()
  if ((await invitedSince(scope, new Date(now.getTime() - DAY))) >= MOST_A_DAY) return refuse('workspace.too-many-invitations', { values: { most: MOST_A_DAY } })
  const invitationId = newId(now.getTime())
  await tables(scope)
    .insertInto('workspaceInvitations')
    .values({
      workspaceId: scope.workspaceId,
      invitationId,
      role,
      memberId,
      language,
      email,
      mail: email === null ? null : 'waiting',
      invitedBy: loginId,
      invitedAt: now,
      expiresAt: new Date(now.getTime() + INVITED_DAYS * DAY),
      withdrawnAt: null,
      acceptedAt: null,
      acceptedBy: null,
      signedUpAt: null,
    })
    .execute()
  await scope.announce({ type: 'MemberInvited', invitationId, mail: email !== null })
  return (await openInvitations(scope, secrets)).find(({ id }) => id === invitationId)!
}

async function canBeGivenLogin(scope: WriteScope, memberId: string): Promise<boolean> {
  const row = await tables(scope)
    .selectFrom('workspaceMembers')
    .select('memberId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('loginId', 'is', null)
    .where('leftAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

async function invitedSince(scope: WriteScope, since: Date): Promise<number> {
  const { count } = await tables(scope)
    .selectFrom('workspaceInvitations')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('invitedAt', '>', since)
    .executeTakeFirstOrThrow()
  return count
}
