import { refusals } from '#platform/refusal'

export const workspaceErrors = refusals({
  'workspace.slug-taken': 409,
  'workspace.slug-reserved': 422,
  'workspace.slug-unreadable': 422,
  'workspace.phone-unreadable': 422,
  'workspace.zone-of-another-country': 422,
  'workspace.member-unknown': 404,
  'workspace.not-a-demo': 409,
})
