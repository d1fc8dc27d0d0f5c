import type { ItemAnswer, Stage } from '#contract/coach.ts'
import type { SayableFact } from '#contract/stage.ts'

export type CoachEvent =
  | { type: 'ItemAnswered'; memberId: string; key: string; answer: ItemAnswer }
  | { type: 'ItemReturned'; memberId: string; key: string }
  | { type: 'DayEnded'; memberId: string; day: string }
  | { type: 'DayReopened'; memberId: string; day: string }
  | { type: 'FactSaid'; month: string; fact: SayableFact }
  | { type: 'SelfTestKept'; stage: Stage }
  | { type: 'SelfTestForgotten' }
  | { type: 'StageDisputed'; shown: Stage | null; placed: Stage | null }
  | { type: 'DisputeTakenBack' }
  | { type: 'ResolutionChanged'; autopostOff: boolean; hour: string | null; newHour: boolean; people: number }
  | { type: 'ResolutionDropped' }
  | { type: 'StoryChanged'; published: boolean }
