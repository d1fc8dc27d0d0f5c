import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '#contract/values.ts'
import { stages, type Stage } from '#contract/coach.ts'
import { textsIn } from '#platform/i18n'
import { LEAST_ANSWERS, questions, readAnswers, selfTestResult, type Answers, type QuestionId } from './self-test.ts'

const pivotal = ['q6', 'q7', 'q10', 'q11', 'q12'] as const
const others = questions.filter(({ id }) => !(pivotal as readonly string[]).includes(id))
const stagesOf = (id: QuestionId): readonly Stage[] => questions.find((question) => question.id === id)!.stages

const answered = (answers: Partial<Record<QuestionId, Stage | undefined>>): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([, stage]) => stage !== undefined))

/** The rule of SELFTEST.md once more, written the slow way round: every stage is tried from the top. */
function byTheBook(answers: Answers): Stage | null {
  const given = Object.values(answers).sort((one, other) => one - other)
  if (given.length < 9) return null
  const lower = given[Math.ceil(given.length / 2) - 1]!
  const upper = given[Math.floor(given.length / 2)]!
  const median = Math.floor((lower + upper) / 2)
  const at = (id: QuestionId) => answers[id] ?? 0
  const four = at('q6') >= 4 && at('q7') >= 4
  const five = at('q11') >= 5
  if (median >= 5 && four && five && at('q12') === 6 && at('q10') >= 5) return 6
  if (median >= 5 && four && five) return 5
  if (median >= 4 && four) return 4
  return Math.min(median, 3) as Stage
}

describe('the self-test', () => {
  it('says for every answer to the questions that matter alone, over every middle, what the rule says', () => {
    const options = (id: QuestionId) => [undefined, ...stagesOf(id)]
    const middles = ([1, 2, 3, 4, 5] as const).map((rest) =>
      Object.fromEntries(others.flatMap(({ id }) => (stagesOf(id).includes(rest) ? [[id, rest]] : []))),
    )
    let tried = 0
    const wrong: unknown[] = []
    for (const q6 of options('q6'))
      for (const q7 of options('q7'))
        for (const q10 of options('q10'))
          for (const q11 of options('q11'))
            for (const q12 of options('q12'))
              for (const middle of middles) {
                const answers = answered({ ...middle, q6, q7, q10, q11, q12 })
                const result = selfTestResult(answers)
                if ((result.enough ? result.stage : null) !== byTheBook(answers)) wrong.push({ answers, result })
                tried++
              }
    // Collected, not expected one by one: fifty thousand expectations take a minute on a busy machine.
    expect(wrong).toEqual([])
    expect(tried).toBe(6 * 6 * 7 * 6 * 7 * 5)
  })

  it('says the same of any answers at all', () => {
    const any = fc.record(
      Object.fromEntries(questions.map(({ id, stages: offered }) => [id, fc.constantFrom<Stage>(...offered)])) as Record<QuestionId, fc.Arbitrary<Stage>>,
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(any, (answers) => {
        const result = selfTestResult(answers)
        expect(result.enough ? result.stage : null).toBe(byTheBook(answers))
        if (result.enough && result.unmet.length > 0) expect(result.stage).toBeGreaterThanOrEqual(3)
      }),
      { numRuns: 3000 },
    )
  })

  const all = (stage: Stage, more: Answers = {}): Answers => ({
    ...Object.fromEntries(questions.map(({ id }) => [id, stagesOf(id).includes(stage) ? stage : stagesOf(id)[0]])),
    ...more,
  })

  it.each(stages.slice(0, 5))('answers of %d throughout are that stage', (stage) => {
    expect(selfTestResult(all(stage))).toMatchObject({ enough: true, stage })
  })

  it('goes downward half-way', () => {
    const half: Answers = { q1: 2, q2: 2, q3: 2, q4: 2, q5: 2, q6: 3, q7: 3, q8: 3, q9: 3, q10: 3 }
    expect(selfTestResult(half)).toMatchObject({ stage: 2, answered: 10 })
    expect(selfTestResult({ ...half, q5: 3 })).toMatchObject({ stage: 3 })
    // 2 and 5 in the middle: three and a half is three.
    expect(selfTestResult({ q1: 1, q2: 1, q3: 2, q4: 2, q5: 2, q6: 5, q7: 5, q8: 5, q9: 5, q11: 5 })).toMatchObject({ stage: 3, unmet: [] })
  })

  it('names the need that holds a stage', () => {
    expect(selfTestResult(all(4, { q6: 3 }))).toMatchObject({ stage: 3, unmet: ['q6'] })
    expect(selfTestResult(all(4, { q6: 3, q7: 2 }))).toMatchObject({ stage: 3, unmet: ['q6', 'q7'] })
    expect(selfTestResult(all(5, { q7: 3 }))).toMatchObject({ stage: 3, unmet: ['q7'] })
    expect(selfTestResult(all(5, { q11: 4 }))).toMatchObject({ stage: 4, unmet: ['q11'] })
    expect(selfTestResult(all(5))).toMatchObject({ stage: 5, unmet: ['q12'] })
    expect(selfTestResult(all(5, { q12: 6, q10: 4 }))).toMatchObject({ stage: 5, unmet: ['q10'] })
    expect(selfTestResult(all(5, { q12: 6 }))).toMatchObject({ stage: 6, unmet: [] })
  })

  it('takes a left-out answer to meet no need', () => {
    const { q6: _left, ...answers } = all(4)
    expect(selfTestResult(answers)).toMatchObject({ stage: 3, unmet: ['q6'] })
  })

  it('says nothing of fewer than nine answers', () => {
    const eight = Object.fromEntries(questions.slice(0, LEAST_ANSWERS - 1).map(({ id }) => [id, 4])) as Answers
    expect(selfTestResult(eight)).toEqual({ enough: false, answered: 8 })
    expect(selfTestResult({ ...eight, q9: 4 })).toMatchObject({ enough: true, answered: 9, stage: 4 })
    expect(selfTestResult({})).toEqual({ enough: false, answered: 0 })
  })

  it('reads only options that its questions have', () => {
    const sent = { q1: '6', q2: '6', q3: 'x', q4: '1', q5: '', q6: '4; drop table', q7: '04', q8: '3', q13: '2', __proto__: '1' }
    expect(readAnswers(sent)).toEqual({ q1: 6, q8: 3 })
  })
})

describe.each(languages)('the words of the self-test in %s', (language) => {
  const text = textsIn(language)
  it('has one for each question, option, stage, step and need, and none that nobody asks for', () => {
    for (const { id, stages: offered } of questions) {
      expect(text(`self-test:questions.${id}.text`)).not.toBe('')
      for (const stage of stages)
        expect(text.optional(`self-test:questions.${id}.options.${stage}`) !== undefined).toBe((offered as readonly Stage[]).includes(stage))
    }
    for (const stage of stages)
      for (const part of ['name', 'meaning', 'step']) expect(text(`self-test:stages.${stage}.${part}`)).not.toBe('')
    for (const id of ['q6', 'q7', 'q10', 'q11', 'q12']) expect(text(`self-test:needs.${id}`)).not.toBe('')
  })
})
