import type { SelfTestAnswers, SelfTestPage } from '#contract/coach.ts'
import type { Language } from '#contract/values.ts'

declare global {
  interface KicauPages {
    /** The self-test in a language: its words, what was answered, and the result. */
    selfTest(language: Language, answers: SelfTestAnswers): Promise<SelfTestPage>
  }
}
