import { setTimeout as wait } from 'node:timers/promises'

/** In milliseconds: what a screen asks at once has come by then, and nobody notices it. */
const ARE_ONE = 5

/**
 * Lets those who ask the same at once share a look: it begins a moment after the first of them asked. Whoever comes while
 * it is being had waits for the next, so that no answer is older than its question, and however many ask there are two
 * looks. A failure is told to those who waited for it.
 */
export function together<Answer>(): (about: string, look: () => Promise<Answer>) => Promise<Answer> {
  const looks = new Map<string, Look<Answer>>()
  const begin = (about: string, look: () => Promise<Answer>, moment: number): Promise<Answer> => {
    const mine: Look<Answer> = { begun: false, answer: wait(moment).then(() => ((mine.begun = true), look())) }
    looks.set(about, mine)
    mine.ended = mine.answer.then(
      () => {},
      () => {},
    )
    void mine.ended.then(() => {
      if (!mine.next) looks.delete(about)
    })
    return mine.answer
  }
  return (about, look) => {
    const current = looks.get(about)
    if (!current) return begin(about, look, ARE_ONE)
    return current.begun ? (current.next ??= current.ended!.then(() => begin(about, look, 0))) : current.answer
  }
}

interface Look<Answer> {
  begun: boolean
  answer: Promise<Answer>
  ended?: Promise<void>
  next?: Promise<Answer>
}
