import type { Kysely } from 'kysely'
import { teamRoutes as contract } from '#contract/team.ts'
import { serve, type Served } from '#platform/http'
import { refuse } from '#platform/refusal'
import type { Scopes } from '#platform/scope'
import { acceptInvitation } from './commands/accept-invitation.ts'
import { addMember } from './commands/add-member.ts'
import { changeMember, removeMember, restoreMember } from './commands/change-member.ts'
import { inviteMember } from './commands/invite-member.ts'
import { withdrawInvitation } from './commands/withdraw-invitation.ts'
import { invitationIn, type Marking } from './invitation-token.ts'
import { invitationById, invitationShown, isOpen, openInvitations } from './queries/invitations.ts'
import { members, type MemberOfShop } from './queries/members.ts'

export interface TeamNeeds {
  db: Kysely<{}>
  scopes: Scopes
  secrets: Marking
  /** Whether letters can be sent, and have an address to lead to. */
  mailWorks: boolean
}

export const teamRoutes = ({ db, scopes, secrets, mailWorks }: TeamNeeds): Served[] => [
  serve(contract.members, async ({ scope, login, role }) =>
    // What an hour is worth only owners see.
    (await members(scope)).map((member) => ({ ...presented(member, login.id), ...(role === 'staff' && { hourly: null }) })),
  ),
  serve(contract.addMember, async ({ scope, body, login }) => presented(await addMember(scope, body), login.id)),
  serve(contract.changeMember, ({ scope, params, body }) => changeMember(scope, params.id, body)),
  serve(contract.removeMember, ({ scope, params }) => removeMember(scope, params.id)),
  serve(contract.restoreMember, ({ scope, params }) => restoreMember(scope, params.id)),
  serve(contract.invitations, async ({ scope }) => ({ mailWorks, open: await openInvitations(scope, secrets) })),
  serve(contract.invite, ({ scope, body, login, language }) => inviteMember(scope, { secrets, mailWorks }, { ...body, loginId: login.id, language })),
  serve(contract.withdrawInvitation, ({ scope, params }) => withdrawInvitation(scope, params.id)),
  serve(contract.openInvitation, async ({ params }) => {
    const id = invitationIn(secrets, params.token)
    const invitation = id && (await invitationById(db, id))
    if (!invitation) return refuse('workspace.invitation-unknown')
    const scope = scopes.reading(invitation.workspaceId)
    return isOpen(invitation, scope.clock.now()) ? invitationShown(scope, invitation) : refuse('workspace.invitation-over')
  }),
  serve(contract.acceptInvitation, async ({ params, login, within, db: own }) => {
    const id = invitationIn(secrets, params.token)
    const invitation = id && (await invitationById(own, id))
    return invitation ? acceptInvitation(within(invitation.workspaceId), { invitationId: invitation.invitationId, login }) : refuse('workspace.invitation-unknown')
  }),
]

const presented = ({ loginId, ...member }: MemberOfShop, asker: string) => ({ ...member, signsIn: loginId !== null, you: loginId === asker })
