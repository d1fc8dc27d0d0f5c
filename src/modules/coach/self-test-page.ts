import { stages, type SelfTestAnswers, type SelfTestPage } from '#contract/coach.ts'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import { LEAST_ANSWERS, questions, readAnswers, selfTestResult } from './model/self-test.ts'

/** What the page /tahap asks the server for (`KicauPages.selfTest`): pages are answered by promises. */
export const selfTestPage = async (language: Language, sent: SelfTestAnswers): Promise<SelfTestPage> => pageOf(language, sent)

/** The self-test in the reader's language, with what was sent and what follows from it. */
function pageOf(language: Language, sent: SelfTestAnswers): SelfTestPage {
  const text = textsIn(language)
  const answers = readAnswers(sent)
  const placed = stages.find((stage) => String(stage) === sent.q0)
  const nameOf = (stage: number) => text(`self-test:stages.${stage}.name`)

  const resultOf = (): SelfTestPage['result'] => {
    // Sent with nothing chosen it is told so, too: `sent` is the form's button.
    if (sent.sent === undefined && !questions.some(({ id }) => sent[id])) return null
    const result = selfTestResult(answers)
    if (!result.enough) return { ...result, least: LEAST_ANSWERS }
    const { stage, answered, unmet } = result
    const said = placed === stage ? 'same' : placed && stage > placed ? 'above' : 'below'
    return {
      enough: true,
      answered,
      stage,
      name: nameOf(stage),
      meaning: text(`self-test:stages.${stage}.meaning`),
      nextStep: text(`self-test:stages.${stage}.step`),
      needs: unmet.map((id) => text(`self-test:needs.${id}`)),
      placed: placed ? { stage: placed, name: nameOf(placed), said: text(`self-test:page.placed.${said}`, { stage: placed }) } : null,
    }
  }

  return {
    placement: {
      question: text('self-test:questions.q0.text'),
      options: stages.map((stage) => ({ stage, text: nameOf(stage), chosen: stage === placed })),
    },
    questions: questions.map(({ id, stages: offered }) => ({
      id,
      text: text(`self-test:questions.${id}.text`),
      options: [
        ...offered.map((stage) => ({ value: String(stage), text: text(`self-test:questions.${id}.options.${stage}`), chosen: answers[id] === stage })),
        { value: 'x', text: text('self-test:page.dontKnow'), chosen: sent[id] === 'x' },
      ],
    })),
    result: resultOf(),
    stages: stages.map((stage) => ({ stage, name: nameOf(stage) })),
  }
}
