import { describe, expect, it, test } from 'vitest'
import type { FactName } from '#contract/stage.ts'
import { addMonths } from '#platform/clock'
import { isPastBeginning, weeksKept, type Behaviour } from './behaviour.ts'
import { findStage, nextStep, showStages, toolsInsteadOfReplies } from './stage.ts'
import { gatesOf, weakestGate } from './stage-gates.ts'

const all: Partial<Record<FactName, number>> = {
  posts: 13,
  weeksKept: 13,
  answered: 0.95,
  firstReply: 1.8,
  outcomes: 30,
  withTools: 0.92,
  automaticReplies: 0,
  mentionsWatched: 1,
  payback: 0.97,
  foundUs: 0.66,
  wordOfMouth: 22,
  caseStudy: 1,
}

const behaviour = (facts: Partial<Record<FactName, number | null>>, rest: Partial<Behaviour> = {}): Behaviour => ({
  month: '2026-10',
  from: '2026-10-01',
  to: '2026-10-31',
  running: false,
  inUseSince: '2025-09-01',
  ...rest,
  facts: Object.fromEntries(Object.entries(facts).flatMap(([fact, value]) => (value === null ? [] : [[fact, { value, by: 'seen' as const }]]))),
})
const found = (...given: Parameters<typeof behaviour>) => findStage(behaviour(...given)).found

describe('a stage is reached when every gate up to it holds', () => {
  it('is 6 with all of them', () => expect(found(all)).toBe(6))
  it.each([
    ['weeksKept', 9, 3],
    ['answered', 0.59, 3],
    ['firstReply', 24.1, 3],
    ['outcomes', 0, 3],
    ['withTools', 0.69, 4],
    ['firstReply', 4.1, 4],
    ['automaticReplies', 0.51, 4],
    ['mentionsWatched', 0, 4],
    ['payback', 0.79, 5],
    ['foundUs', 0.39, 5],
    ['wordOfMouth', 0, 5],
    ['caseStudy', 0, 5],
  ] as const)('but with %s at %d it is %d', (fact, value, stage) => expect(found({ ...all, [fact]: value })).toBe(stage))
  it.each([
    ['weeksKept', 10],
    ['answered', 0.6],
    ['firstReply', 4],
    ['outcomes', 1],
    ['withTools', 0.7],
    ['automaticReplies', 0.5],
    ['payback', 0.8],
    ['foundUs', 0.4],
    ['wordOfMouth', 1],
  ] as const)('and with %s at just %d it still is 6', (fact, value) => expect(found({ ...all, [fact]: value })).toBe(6))
})

describe('below the gates', () => {
  const nothing = { posts: 0, weeksKept: 0, outcomes: 0 }
  it('is 1 where nothing is connected, posted or used', () => expect(found(nothing, { inUseSince: null })).toBe(1))
  it('is not 1 for who has accounts and is quiet', () => expect(found(nothing)).toBe(3))
  it('is 2 in the first ninety days of use, and 3 from the ninetieth', () => {
    expect(found({ ...all, answered: 0.1 }, { inUseSince: '2026-08-04' })).toBe(2)
    expect(found({ ...all, answered: 0.1 }, { inUseSince: '2026-08-03' })).toBe(3)
  })
  it('counts three calendar months as ninety days, also where they are 89', () => {
    expect(isPastBeginning('2026-02-01', '2026-04-30')).toBe(true)
    expect(isPastBeginning('2026-02-02', '2026-04-30')).toBe(false)
    expect(isPastBeginning('2026-07-01', '2026-09-28')).toBe(true)
  })
  it('says differently where it pays without a rhythm', () => {
    expect(findStage(behaviour({ ...all, weeksKept: 4 })).pays).toBe(true)
    expect(findStage(behaviour({ ...all, weeksKept: 4, payback: 0.5 })).pays).toBe(false)
    expect(findStage(behaviour({ ...all, answered: 0.2 })).pays).toBe(false)
  })
})

describe('what cannot be known', () => {
  it('is told of no stage where a gate of 4 is unknown and none fails', () => expect(found({ ...all, answered: null })).toBeNull())
  it('does not matter where another gate fails anyway', () => expect(found({ ...all, answered: null, weeksKept: 3 })).toBe(3))
  it('keeps 4 where only a gate of 5 is unknown', () => expect(found({ ...all, mentionsWatched: null })).toBe(4))
  it('is the next step, said as something to tell', () => {
    const gates = gatesOf(behaviour({ ...all, mentionsWatched: null }))
    expect(nextStep({ stage: 4, towards: null }, gates)).toEqual({ kind: 'tell', gate: 'mentions' })
  })
})

describe('the weakest gate', () => {
  const weakest = (facts: Partial<Record<FactName, number | null>>, stage: 4 | 5 | 6) => weakestGate(gatesOf(behaviour(facts)), stage)?.gate
  it('is the one furthest from what is needed, whichever way it is measured', () => {
    expect(weakest({ ...all, weeksKept: 9, answered: 0.3 }, 4)).toBe('answered')
    expect(weakest({ ...all, weeksKept: 9, firstReply: 240 }, 4)).toBe('first-reply')
    expect(weakest({ ...all, outcomes: 0, firstReply: 240 }, 4)).toBe('outcomes')
  })
  it('is sought among the gates of the next stage only', () => {
    expect(weakest({ ...all, caseStudy: 0 }, 5)).toBeUndefined()
    expect(weakest({ ...all, caseStudy: 0 }, 6)).toBe('case-study')
  })
  it('becomes the next step; stages 1, 3 and 6 have their own', () => {
    const gates = gatesOf(behaviour({ ...all, withTools: 0.2 }))
    expect(nextStep({ stage: 4, towards: null }, gates)).toEqual({ kind: 'gate', gate: 'tools' })
    expect(nextStep({ stage: 1, towards: null }, gates)).toEqual({ kind: 'begin' })
    expect(nextStep({ stage: 6, towards: null }, gates)).toEqual({ kind: 'share' })
    expect(nextStep({ stage: 3, towards: null }, gatesOf(behaviour({ ...all, weeksKept: 3 })))).toEqual({ kind: 'resolution', gate: 'cadence' })
    expect(nextStep({ stage: 3, towards: 4 }, gates)).toEqual({ kind: 'keep', towards: 4 })
  })
})

describe('what is shown', () => {
  const shown = (...own: Parameters<typeof showStages>[0]) => showStages(own).map(({ stage }) => stage)
  it('moves when two of three months agree', () => {
    expect(shown(3, 3, 3, 4, 3, 4, 4)).toEqual([3, 3, 3, 3, 3, 4, 4])
    expect(shown(3, 3, 3, 4, 5, 6)).toEqual([3, 3, 3, 3, 3, 3])
    expect(shown(4, 4, 4, 3, 3)).toEqual([4, 4, 4, 4, 3])
  })
  it('is provisional in the first months', () => {
    expect(showStages([1, 2, 2]).map(({ provisional }) => provisional)).toEqual([true, true, false])
    expect(showStages([null, null, 2]).at(-1)).toEqual({ stage: 2, provisional: true, towards: null })
  })
  it('says where a month points that does not agree yet', () => expect(showStages([3, 3, 4]).at(-1)).toEqual({ stage: 3, provisional: false, towards: 4 }))
  it('cannot be told once too little is known', () => expect(shown(4, 4, null, null)).toEqual([4, 4, 4, null]))
})

test('a rhythm is weeks with two posts or more, not their sum', () => {
  const days = (each: Record<string, number>) => weeksKept(new Map(Object.entries(each)), '2026-10-31')
  expect(days({ '2026-10-31': 1, '2026-10-25': 1 })).toBe(1)
  expect(days({ '2026-10-31': 1, '2026-10-24': 1 })).toBe(0)
  expect(days({ '2026-10-10': 40 })).toBe(1)
  // The first day of thirteen weeks, and the day before it.
  expect(days({ '2026-08-02': 2 })).toBe(1)
  expect(days({ '2026-08-01': 2 })).toBe(0)
})

test('tools instead of replies is warned of', () => {
  const of = (withTools: number, answered: number) => behaviour({ withTools, answered })
  expect(toolsInsteadOfReplies(of(0.9, 0.6), of(0.7, 0.8))).toBe(true)
  expect(toolsInsteadOfReplies(of(0.9, 0.8), of(0.7, 0.8))).toBe(false)
  expect(toolsInsteadOfReplies(of(0.7, 0.6), of(0.7, 0.8))).toBe(false)
  expect(toolsInsteadOfReplies(of(0.9, 0.6), undefined)).toBe(false)
})

test("the story's table of behaviour gives the story's stages, month by month", () => {
  // Of DEMO: weeks kept as its cadence and its bursts leave them; answered, first reply, posts with code, found-us answered.
  const table: [weeksKept: number, answered: number, firstReply: number, withTools: number, foundUs: number][] = [
    [3, 0.1, 30, 0, 0],
    [4, 0.12, 40, 0, 0],
    [6, 0.15, 36, 0, 0],
    [5, 0.28, 26, 0, 0],
    [7, 0.34, 20, 0, 0.2],
    [9, 0.71, 11, 0.2, 0.45],
    [12, 0.78, 8, 0.55, 0.52],
    [13, 0.84, 5, 0.6, 0.55],
    [13, 0.86, 4.5, 0.64, 0.58],
    [13, 0.9, 3, 0.85, 0.6],
    [13, 0.92, 2.5, 0.88, 0.61],
    [13, 0.93, 2.2, 0.9, 0.63],
    [13, 0.94, 2, 0.91, 0.64],
    [13, 0.95, 1.8, 0.92, 0.66],
  ]
  const first = '2025-08'
  const own = [
    found({ posts: 0, weeksKept: 0 }, { inUseSince: null }),
    ...table.map(([weeks, answered, firstReply, withTools, foundUs], index) => {
      const month = addMonths(first, index + 1)
      const later = addMonths(month, 1)
      const to = new Date(Date.parse(`${later}-01`) - 86_400_000).toISOString().slice(0, 10)
      // Mentions are watched since the food writer's of month 11, the case study stands since month 14.
      const rest = { mentionsWatched: index >= 9 ? 1 : 0, caseStudy: index >= 12 ? 1 : 0, payback: index >= 6 ? 0.97 : 0.4, wordOfMouth: index >= 4 ? 1 : 0 }
      return found({ ...all, posts: 12, weeksKept: weeks, answered, firstReply, withTools, foundUs, ...rest }, { month, to, inUseSince: '2025-09-01' })
    }),
  ]
  expect(showStages(own).map(({ stage }) => stage)).toEqual([1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6])
  expect(showStages(own)[7]).toMatchObject({ stage: 3, towards: 4 })
})
