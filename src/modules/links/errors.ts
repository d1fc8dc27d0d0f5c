import { refusals } from '#platform/refusal'

export const linksErrors = refusals({
  'links.no-public-address': 409,
  'links.no-whatsapp': 409,
  'links.phone-unreadable': 422,
  'links.target-missing': 422,
  'links.target-unreadable': 422,
  'links.target-not-the-web': 422,
  'links.target-login-in-it': 422,
  'links.target-nobody-outside': 422,
  'links.target-ourselves': 422,
  'links.link-unknown': 404,
  'links.code-unknown': 404,
  'links.placement-unknown': 404,
  'links.picture-unreadable': 422,
  'links.picture-missing': 400,
})
