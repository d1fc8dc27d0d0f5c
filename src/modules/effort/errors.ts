import { refusals } from '#platform/refusal'

export const effortErrors = refusals({
  'effort.member-unknown': 404,
  'effort.not-yours': 403,
  'effort.timer-unknown': 404,
  'effort.entry-unknown': 404,
  'effort.already-answered': 409,
  'effort.already-kept': 409,
  'effort.longer-than-possible': 422,
  'effort.minutes-overlap': 409,
  'effort.day-full': 422,
  'effort.day-ahead': 422,
  'effort.day-of-a-span': 422,
  'effort.cost-unknown': 404,
  'effort.opening-unknown': 404,
  'effort.opening-without-member': 422,
  'effort.opening-empty': 422,
  'effort.month-not-over': 422,
  'effort.month-closed': 409,
})
