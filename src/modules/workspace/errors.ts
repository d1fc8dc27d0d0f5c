import { refusals } from '#platform/refusal'

export const workspaceErrors = refusals({
  'workspace.slug-taken': 409,
  'workspace.slug-reserved': 422,
  'workspace.slug-unreadable': 422,
  'workspace.phone-unreadable': 422,
  'workspace.zone-of-another-country': 422,
  'workspace.member-unknown': 404,
  'workspace.not-a-demo': 409,
  'workspace.not-in-demo': 409,
  'workspace.last-owner': 409,
  'workspace.already-member': 409,
  'workspace.mail-missing': 409,
  'workspace.too-many-invitations': 429,
  'workspace.invitation-unknown': 404,
  'workspace.invitation-over': 410,
  'workspace.rate-of-own-currency': 422,
  'workspace.rate-unreadable': 422,
  'workspace.rate-unlikely': 422,
  'workspace.rate-unknown': 404,
})
