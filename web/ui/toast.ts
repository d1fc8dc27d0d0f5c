import { t } from '$i18n/words.svelte'
import { problemWords } from './problem-words'
import type { Told } from './toast-stack'

export interface ToastOptions {
  /** Takes the act back; the button is there for ten seconds. */
  undo?: () => unknown
  tone?: Told['tone']
  /** Takes the place of the one before that was about the same: quick taps must not cover each other's undo. */
  about?: string
}

/** One line about what was just done. */
export const toast = (text: string, options: ToastOptions = {}) => show(text, options)

/** For a failure of a small act, where there is no room for an `ErrorState`. */
export function toastProblem(problem: unknown) {
  const { title, kept, todo } = problemWords(problem)
  return show(title, { tone: 'bad' }, [kept, todo].filter(Boolean).join(' '))
}

async function show(text: string, { undo, tone = 'plain', about }: ToastOptions, more = '') {
  // The machinery comes with the first toast. Where it can't, what is told is just that there is no network: a failure is not passed over.
  const layer = await import('./toasts').catch(() => null)
  if (!layer) return tone === 'bad' ? alert([text, more].filter(Boolean).join('\n')) : undefined
  void layer.show({
    about,
    text,
    tone,
    more: more || undefined,
    // Reading takes time, and so does a second thought.
    forMs: undo || tone === 'bad' ? 10_000 : 5_000,
    act: undo && { label: t('ui:undo'), do: () => void takeBack(undo) },
  })
}

/** An undo that fails must not look like one that was done. */
async function takeBack(undo: () => unknown) {
  try {
    await undo()
  } catch (problem) {
    await toastProblem(problem)
  }
}
