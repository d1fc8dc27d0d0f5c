import { z } from 'zod'
import { route } from './route.ts'
import { Amount, Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'
import { ShopProfile } from './workspace.ts'

export const Role = z.enum(['owner', 'staff'])
export type Role = z.infer<typeof Role>

export const Member = z.object({
  id: Id,
  name: z.string(),
  role: Role,
  /** What an hour of theirs is worth now; null where nobody said. Staff see nobody's. */
  hourly: Amount.nullable(),
  /** Whether they can open the desk; one without a login only has hours that count. */
  signsIn: z.boolean(),
  /** Whoever asks. */
  you: z.boolean(),
  /** No longer at work here: only their hours are. */
  left: z.boolean(),
})
export type Member = z.infer<typeof Member>

export const Invitation = z.object({
  id: Id,
  role: Role,
  /** The member without a login that it is for; null for somebody new. */
  member: z.object({ id: Id, name: z.string() }).nullable(),
  email: z.string().nullable(),
  /** What became of the letter: it waits, it was sent, the mail server will not have it, or it fell silent; null without one. */
  mail: z.enum(['waiting', 'sent', 'refused', 'unknown']).nullable(),
  invitedAt: Instant,
  expiresAt: Instant,
  /** Below the address that Kicau is reached under; the link to copy. */
  path: z.string(),
})
export type Invitation = z.infer<typeof Invitation>

export const Invite = z.object({
  role: Role,
  memberId: Id.nullable().default(null),
  email: z.email().max(254).nullable().default(null),
})
export type Invite = z.infer<typeof Invite>

/** As whoever follows the link is shown it. */
export const OpenInvitation = z.object({
  shop: z.string(),
  role: Role,
  /** Who invited; null where they have left. */
  from: z.string().nullable(),
  /** Whom it is for, where it names somebody. */
  name: z.string().nullable(),
  expiresAt: Instant,
})
export type OpenInvitation = z.infer<typeof OpenInvitation>

const shop = '/api/shops/:shop'
const InvitationParams = z.object({ token: z.string().max(80) })

export const teamRoutes = {
  members: route({ method: 'GET', path: `${shop}/members`, who: 'member', summary: 'Who works in the shop, and who has left.', params: ShopParams, answer: z.array(Member) }),
  addMember: route({
    method: 'POST',
    path: `${shop}/members`,
    who: 'owner',
    notForGuests: true,
    summary: 'Adds a person whose hours count; a login of their own comes by an invitation.',
    params: ShopParams,
    body: z.object({ name: z.string().trim().min(1).max(80) }),
    answer: Member,
  }),
  changeMember: route({
    method: 'PATCH',
    path: `${shop}/members/:id`,
    who: 'owner',
    notForGuests: true,
    summary: 'Changes name or role; the last owner who signs in stays one.',
    params: ShopThingParams,
    body: z.object({ name: z.string().trim().min(1).max(80).optional(), role: Role.optional() }),
    answer: noContent,
  }),
  removeMember: route({
    method: 'DELETE',
    path: `${shop}/members/:id`,
    who: 'owner',
    notForGuests: true,
    summary: 'Lets a member go: the desk is closed to them, their hours stay in the sums.',
    params: ShopThingParams,
    answer: noContent,
  }),
  restoreMember: route({
    method: 'POST',
    path: `${shop}/members/:id/restore`,
    who: 'owner',
    notForGuests: true,
    summary: 'Takes a member back as they were.',
    params: ShopThingParams,
    answer: noContent,
  }),
  invitations: route({
    method: 'GET',
    path: `${shop}/invitations`,
    who: 'owner',
    notForGuests: true,
    summary: 'The invitations that are open, with their links, and whether a mail server is set.',
    params: ShopParams,
    answer: z.object({ mailWorks: z.boolean(), open: z.array(Invitation) }),
  }),
  invite: route({
    method: 'POST',
    path: `${shop}/invitations`,
    who: 'owner',
    notForGuests: true,
    summary: 'Invites somebody to work in the shop: a link for seven days and one use, by mail where an address is given.',
    params: ShopParams,
    body: Invite,
    answer: Invitation,
  }),
  withdrawInvitation: route({
    method: 'DELETE',
    path: `${shop}/invitations/:id`,
    who: 'owner',
    notForGuests: true,
    summary: 'Withdraws an invitation: its link leads nowhere.',
    params: ShopThingParams,
    answer: noContent,
  }),
  openInvitation: route({
    method: 'GET',
    path: '/api/invitations/:token',
    who: 'anyone',
    summary: 'What an invitation is to, for whoever has its link.',
    params: InvitationParams,
    answer: OpenInvitation,
  }),
  acceptInvitation: route({
    method: 'POST',
    path: '/api/invitations/:token/accept',
    who: 'login',
    notForGuests: true,
    summary: 'Joins the shop with the role of the invitation, and uses it up.',
    params: InvitationParams,
    answer: ShopProfile,
  }),
}
