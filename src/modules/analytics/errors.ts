import { refusals } from '#platform/refusal'

export const analyticsErrors = refusals({
  'analytics.hit-unreadable': 400,
  'analytics.hit-too-large': 413,
  'analytics.site-unknown': 404,
  'analytics.intake-full': 503,
  'analytics.host-unreadable': 422,
  'analytics.host-taken': 409,
  'analytics.days-unreadable': 422,
  'analytics.segment-unknown': 404,
  'analytics.import-unknown': 404,
  'analytics.import-file-missing': 400,
  'analytics.import-empty': 422,
  'analytics.import-too-large': 413,
  'analytics.import-unknown-file': 422,
  'analytics.import-broken': 422,
  'analytics.import-cut-off': 422,
  'analytics.import-encrypted': 422,
  'analytics.import-own-page': 422,
  'analytics.import-own-addresses': 422,
  'analytics.import-finished': 409,
  'analytics.import-not-removable': 409,
})
