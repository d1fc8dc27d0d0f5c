import type { Stage } from '#contract/coach.ts'

/** The twelve questions; each option is the stage it speaks for, in their natural order. Words: `self-test:questions`. */
export const questions = [
  { id: 'q1', stages: [1, 2, 3, 4, 5, 6] },
  { id: 'q2', stages: [1, 2, 3, 4, 5] },
  { id: 'q3', stages: [1, 2, 3, 4, 5] },
  { id: 'q4', stages: [2, 3, 4, 5] },
  { id: 'q5', stages: [1, 2, 3, 4, 5] },
  { id: 'q6', stages: [1, 2, 3, 4, 5] },
  { id: 'q7', stages: [1, 2, 3, 4, 5] },
  { id: 'q8', stages: [1, 2, 3, 4, 5] },
  { id: 'q9', stages: [1, 2, 3, 4, 5] },
  { id: 'q10', stages: [1, 2, 3, 4, 5, 6] },
  { id: 'q11', stages: [1, 2, 3, 4, 5] },
  { id: 'q12', stages: [1, 2, 3, 4, 5, 6] },
] as const satisfies { id: string; stages: readonly Stage[] }[]

export type QuestionId = (typeof questions)[number]['id']
/** What was answered; a question left out, or answered with "don't know", is not in it. */
export type Answers = Partial<Record<QuestionId, Stage>>

/** Fewer answers than this say nothing yet. */
export const LEAST_ANSWERS = 9

interface Need {
  question: QuestionId
  least: Stage
}

/** What a stage asks for besides the median. A left-out answer meets no need. */
export const needs: Partial<Record<Stage, readonly Need[]>> = {
  4: [
    { question: 'q6', least: 4 },
    { question: 'q7', least: 4 },
  ],
  5: [{ question: 'q11', least: 5 }],
  6: [
    { question: 'q12', least: 6 },
    { question: 'q10', least: 5 },
    { question: 'q11', least: 5 },
  ],
}

export type SelfTestResult =
  | { enough: false; answered: number }
  | {
      enough: true
      answered: number
      stage: Stage
      /** The needs of the next stage that were not met, where that is what holds it: they are the next step. */
      unmet: QuestionId[]
    }

/**
 * The stage that the answers speak for: their median, half-ways downward. Stage 4 and up needs Q6 and Q7 at 4 or more,
 * 5 needs Q11 at 5, and 6, which no median reaches, a median of 5 with Q12 at 6 and Q10 and Q11 at 5 or more. Where a
 * need fails, the result is the stage below it.
 */
export function selfTestResult(answers: Answers): SelfTestResult {
  const given = questions.flatMap(({ id }) => answers[id] ?? []).sort((one, other) => one - other)
  const answered = given.length
  if (answered < LEAST_ANSWERS) return { enough: false, answered }

  const middle = medianDown(given)
  // Only three questions have an option for 6; of nine answers their median cannot be above 5.
  const highest = middle >= 5 ? 6 : middle
  for (const stage of [4, 5, 6] as const) {
    const unmet = stage <= highest ? unmetOf(stage, answers) : []
    if (unmet.length > 0) return { enough: true, answered, stage: (stage - 1) as Stage, unmet }
  }
  return { enough: true, answered, stage: highest as Stage, unmet: [] }
}

function medianDown(sorted: readonly number[]): number {
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : Math.floor((sorted[half - 1]! + sorted[half]!) / 2)
}

const unmetOf = (stage: Stage, answers: Answers): QuestionId[] =>
  (needs[stage] ?? []).filter(({ question, least }) => (answers[question] ?? 0) < least).map(({ question }) => question)

/** Reads answers as a form sends them: `{ q1: '3', q2: 'x' }`. What is no option of its question is left out. */
export function readAnswers(sent: Record<string, string | undefined>): Answers {
  const answers: Answers = {}
  for (const { id, stages } of questions) {
    const stage = (stages as readonly Stage[]).find((one) => String(one) === sent[id])
    if (stage) answers[id] = stage
  }
  return answers
}
