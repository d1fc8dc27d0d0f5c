import { refusals } from '#platform/refusal'

export const paybackErrors = refusals({
  'payback.month-unknown': 404,
})
