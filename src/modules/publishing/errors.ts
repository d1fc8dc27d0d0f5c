import { refusals } from '#platform/refusal'

export const publishingErrors = refusals({
  'publishing.post-unknown': 404,
  'publishing.target-unknown': 404,
  'publishing.account-unknown': 422,
  'publishing.account-twice': 422,
  'publishing.picture-unknown': 422,
  'publishing.picture-unreadable': 422,
  'publishing.picture-missing': 400,
  'publishing.no-account': 422,
  'publishing.nothing-to-say': 422,
  'publishing.too-long': 422,
  'publishing.too-many-pictures': 422,
  'publishing.time-past': 422,
  'publishing.already-out': 409,
  'publishing.not-waiting': 409,
  'publishing.not-failed': 409,
  'publishing.not-open': 409,
})
