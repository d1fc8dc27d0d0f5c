import { dayIn } from '#platform/clock'
import { textsIn } from '#platform/i18n'
import { letterHtml } from '#platform/mail'
import type { ReadScope } from '#platform/scope'
import { invitationToken, type Marking } from '../invitation-token.ts'
import { tables } from '../tables.ts'
import { invitationShown, isOpen } from './invitations.ts'
import { shopProfile } from './shop-profile.ts'

export interface InvitationLetter {
  to: string
  subject: string
  text: string
  html: string
}

/** The letter of an invitation, in the language of whoever invited; null where it has none, or can no longer be followed. */
export async function invitationLetter(
  scope: ReadScope,
  { secrets, publicUrl }: { secrets: Marking; publicUrl: string | null },
  invitationId: string,
): Promise<InvitationLetter | null> {
  const invitation = await tables(scope)
    .selectFrom('workspaceInvitations')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('invitationId', '=', invitationId)
    .executeTakeFirst()
  if (!invitation?.email || publicUrl === null || !isOpen(invitation, scope.clock.now())) return null
  const t = textsIn(invitation.language)
  const [{ shop, from, role, name }, { zone }] = await Promise.all([invitationShown(scope, invitation), shopProfile(scope)])
  const until = new Intl.DateTimeFormat(invitation.language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(dayIn(zone, invitation.expiresAt)))
  const values = { shop, from: from ?? shop, role: t(`team:roles.${role}`), until }
  const link = `${publicUrl}/invite/${invitationToken(secrets, invitationId)}`
  const greeting = name === null ? t('team:letter.greeting') : t('team:letter.greetingName', { name })
  const subject = t('team:letter.subject', values)
  const parts = [greeting, t('team:letter.text', values), link, t('team:letter.how', values)]
  return {
    to: invitation.email,
    subject,
    text: parts.join('\n\n'),
    html: letterHtml(invitation.language, subject, parts.map((part) => (part === link ? { to: link, says: t('team:letter.open') } : part))),
  }
}
