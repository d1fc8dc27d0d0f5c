import type { ItemAnswer, SkipReason, TodayItem } from '#contract/coach.ts'

/** What is tapped on Today. */
export interface Acts {
  start: () => void
  pause: () => void
  resume: () => void
  stop: () => void
  /** Sets how long the day's box is, and when. */
  set: () => void
  open: (item: TodayItem) => void
  answer: (item: TodayItem, said: ItemAnswer, why?: SkipReason | null) => void
  bringBack: () => void
  end: () => void
  reopen: () => void
}
