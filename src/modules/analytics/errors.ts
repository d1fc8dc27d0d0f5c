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
})
