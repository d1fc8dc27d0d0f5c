import { refusals } from '#platform/refusal'

export const coachErrors = refusals({
  'coach.member-unknown': 404,
  'coach.item-unknown': 404,
  'coach.month-ahead': 422,
  'coach.saying-out-of-range': 422,
  'coach.self-test-not-enough': 422,
  'coach.self-test-unknown': 404,
  'coach.disagreement-unknown': 404,
})
