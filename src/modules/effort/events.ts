import type { Channel } from '#contract/channels.ts'
import type { Activity } from '#contract/effort.ts'

/** What this module announces. `MinutesChanged`: corrected, removed or restored; the same for costs. */
export type EffortEvent =
  | { type: 'TimerStarted'; timerId: string; memberId: string; channel: Channel | null }
  | { type: 'TimerStopped'; timerId: string; memberId: string; forgotten: boolean }
  /** What was done in Kicau told it what it counts. */
  | { type: 'TimerFollowed'; timerId: string; memberId: string; channel: Channel | null; activity: Activity }
  | { type: 'TimerPaused'; memberId: string }
  | { type: 'TimeboxSet'; memberId: string }
  | { type: 'MinutesDrafted'; entryId: string; memberId: string }
  | { type: 'MinutesLogged'; entryId: string; memberId: string; channel: Channel | null; day: string; minutes: number }
  | { type: 'MinutesChanged'; entryId: string; memberId: string; day: string }
  | { type: 'EveningNoted'; memberId: string; day: string; channel: Channel }
  | { type: 'CostNoted'; costId: string; channel: Channel | null; day: string }
  /** A report of many costs announces one of each month it changed. */
  | { type: 'CostChanged'; costId: string; day: string }
  /** Noted, taken out or brought back. */
  | { type: 'OpeningChanged'; openingId: string }
  | { type: 'MonthClosed'; month: string }
  | { type: 'CorrectionsNoted'; count: number }
