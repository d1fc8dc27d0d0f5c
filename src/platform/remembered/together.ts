import { setTimeout as wait } from 'node:timers/promises'

/** In milliseconds: what a screen asks at once has come by then, and nobody notices it. */
const ARE_ONE = 5

/**
 * Lets those who ask about the same at once share a look at all that they want: it begins a moment after the first of them asked.
 * Whoever comes while it is being had waits for the next, so that no answer is older than its question, and however many ask
 * there are two looks. A failure is told to those who waited for it.
 */
export function together<Wanted, Answer>(): (about: string, wanted: Wanted, look: (all: readonly Wanted[]) => Promise<Answer>) => Promise<Answer> {
  const abouts = new Map<string, Looks<Wanted, Answer>>()
  return (about, wanted, look) => {
    const looks = abouts.get(about) ?? { underway: null, next: null }
    abouts.set(about, looks)
    const all = looks.next?.wanted ?? []
    all.push(wanted)
    looks.next ??= {
      wanted: all,
      answer: (looks.underway ?? wait(ARE_ONE)).then(() => {
        looks.next = null
        const answer = look(all)
        const ended = () => {
          looks.underway = null
          if (!looks.next) abouts.delete(about)
        }
        looks.underway = answer.then(ended, ended)
        return answer
      }),
    }
    return looks.next.answer
  }
}

interface Looks<Wanted, Answer> {
  /** Resolves when the look that is being had is over. */
  underway: Promise<void> | null
  /** Not begun yet: whoever asks joins it. */
  next: { wanted: Wanted[]; answer: Promise<Answer> } | null
}
