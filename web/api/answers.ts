import { Answer, type Ask } from './answer'

// What nobody came back to for so long is forgotten.
const KEPT_FOR = 10 * 60_000

/** What was asked, and is still known: a question asked in several places is asked once. */
export class Answers {
  #all = new Map<string, Answer>()

  /** The answer to a question, known or not. */
  to(question: readonly unknown[], about: string, ask: Ask): Answer {
    const key = JSON.stringify([about, ...question])
    const known = this.#all.get(key)
    if (known) return known
    this.#forgetOld()
    const answer = new Answer(about, ask)
    this.#all.set(key, answer)
    return answer
  }

  /** Those about these topics; all of them where none is named. */
  about(topics: readonly string[]): Answer[] {
    return [...this.#all.values()].filter(({ about }) => topics.length === 0 || topics.includes(about))
  }

  /** Whoever comes back to the desk, or to the network, sees what is true now. */
  askWhatIsDue() {
    for (const answer of this.#all.values()) if (answer.isWaitedFor) answer.askIfDue()
  }

  #forgetOld() {
    const since = Date.now() - KEPT_FOR
    for (const [key, answer] of this.#all) if (!answer.isWaitedFor && answer.leftAt < since) this.#all.delete(key)
  }
}

export const answers = new Answers()

/** Until the returned function is called. */
export function followReader(): () => void {
  const due = () => document.visibilityState === 'visible' && answers.askWhatIsDue()
  addEventListener('online', due)
  document.addEventListener('visibilitychange', due)
  return () => {
    removeEventListener('online', due)
    document.removeEventListener('visibilitychange', due)
  }
}
