import { Answer, type Ask } from './answer'
import { drawn } from './drawn'
import { own } from './own'

// What nobody came back to for so long is forgotten.
const KEPT_FOR = 10 * 60_000

/** What was asked, and is still known: a question asked in several places is asked once. */
export class Answers {
  #all = new Map<string, Answer>()
  /** By key: what came with the page. */
  #brought: Map<string, unknown>

  constructor(brought: readonly [key: string, data: unknown][] = []) {
    this.#brought = new Map(brought)
  }

  /** The answer to a question, known or not. */
  to(question: readonly unknown[], about: string, ask: Ask): Answer {
    const key = JSON.stringify([about, ...question])
    const known = this.#all.get(key)
    if (known) return known
    this.#forgetOld()
    const answer = new Answer(about, ask)
    this.#all.set(key, answer)
    if (this.#brought.has(key)) answer.put(this.#brought.get(key))
    this.#brought.delete(key)
    return answer
  }

  /** What is known of all that was asked: what a page brings along. */
  known(): [key: string, data: unknown][] {
    return [...this.#all].flatMap(([key, { said }]): [string, unknown][] => (said.data === undefined ? [] : [[key, said.data]]))
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

export const answers = own(() => new Answers(drawn()?.answers))

/** Until the returned function is called. */
export function followReader(): () => void {
  const due = () => document.visibilityState === 'visible' && answers().askWhatIsDue()
  addEventListener('online', due)
  document.addEventListener('visibilitychange', due)
  return () => {
    removeEventListener('online', due)
    document.removeEventListener('visibilitychange', due)
  }
}
