import { refusals } from '#platform/refusal'

export const experimentsErrors = refusals({
  'experiments.unknown': 404,
  'experiments.one-at-a-time': 409,
  'experiments.over': 409,
  'experiments.history-short': 422,
  'experiments.too-long': 422,
  'experiments.implausible': 422,
  'experiments.code-used': 422,
  'experiments.code-elsewhere': 422,
})
