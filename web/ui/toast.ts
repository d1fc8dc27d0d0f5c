import { problemWords } from './problem-words'

export interface ToastOptions {
  /** Takes the act back; the button is there for ten seconds. */
  undo?: () => unknown
  tone?: 'plain' | 'good' | 'bad'
  /** Takes the place of the one before that was about the same: quick taps must not cover each other's undo. */
  about?: string
}

// The machinery comes with the first toast.
const layer = () => import('./toasts')

/** One line about what was just done. */
export async function toast(text: string, options: ToastOptions = {}) {
  ;(await layer()).show(text, options)
}

/** For a failure of a small act, where there is no room for an `ErrorState`. */
export async function toastProblem(problem: unknown) {
  const { title, kept, todo } = problemWords(problem)
  ;(await layer()).show(title, { tone: 'bad' }, [kept, todo].filter(Boolean).join(' '))
}
