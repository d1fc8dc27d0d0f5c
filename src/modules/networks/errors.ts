import { refusals } from '#platform/refusal'

export const networksErrors = refusals({
  'networks.network-unknown': 404,
  'networks.account-unknown': 404,
  'networks.password-needed': 422,
  'networks.password-wrong': 422,
  'networks.app-password-needed': 422,
  'networks.account-suspended': 422,
  'networks.server-unreadable': 422,
  'networks.address-refused': 422,
  'networks.network-down': 502,
  'networks.too-many': 429,
  'networks.refused': 422,
  'networks.busy': 503,
  'networks.demo': 409,
  'networks.put-back-too-late': 409,
  'networks.followers-of-nothing': 422,
  'networks.day-ahead': 422,
  'networks.friend-unknown': 404,
  'networks.too-many-friends': 409,
})
