import type { ItemAnswer } from '#contract/coach.ts'

export type CoachEvent =
  | { type: 'ItemAnswered'; memberId: string; key: string; answer: ItemAnswer }
  | { type: 'ItemReturned'; memberId: string; key: string }
  | { type: 'DayEnded'; memberId: string; day: string }
  | { type: 'DayReopened'; memberId: string; day: string }
