import type { Stage } from '#contract/coach.ts'
import type { SayableFact, StoryFigure } from '#contract/stage.ts'
import { tablesOf } from '#platform/scope'
import type { Answers } from './model/self-test.ts'

interface StageTables {
  coachSayings: {
    workspaceId: string
    /** The month's first day. */
    month: string
    fact: SayableFact
    value: number
    saidAt: Date
    saidBy: string
  }
  coachSelfTests: {
    workspaceId: string
    selfTestId: string
    memberId: string
    takenAt: Date
    answers: Answers
    stage: Stage
    placed: Stage | null
  }
  coachDisagreements: {
    workspaceId: string
    disagreementId: string
    memberId: string
    saidAt: Date
    shown: Stage | null
    placed: Stage | null
    why: string
  }
  coachResolutions: {
    workspaceId: string
    autopostOff: boolean
    hour: string | null
    people: { name: string; since: string }[]
    changedAt: Date
  }
  coachStories: {
    workspaceId: string
    headline: string
    words: string
    tools: { name: string; why: string }[]
    figures: { figure: StoryFigure; value: number | string }[]
    month: string | null
    publishedAt: Date | null
    firstPublishedAt: Date | null
    changedAt: Date
  }
}

export const tables = tablesOf<StageTables>()
