import { refusals } from '#platform/refusal'

export const coachErrors = refusals({
  'coach.member-unknown': 404,
  'coach.item-unknown': 404,
})
