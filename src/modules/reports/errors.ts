import { refusals } from '#platform/refusal'

export const reportsErrors = refusals({
  'reports.period-unknown': 404,
  'reports.member-unknown': 404,
  'reports.sending-unknown': 404,
  'reports.sending-not-again': 409,
  'reports.share-unknown': 404,
  'reports.address-missing': 409,
  'reports.shops-not-yours': 404,
})
