import type { Changed } from './send-kept'

// What became of acts that their form had given back by then, whoever sent them or took them off the phone: by it they are taken back.

/** A form offers to undo its last act, which is among the latest; older answers only hold what buyers said. */
const REMEMBERED = 100

type Fate = { answer: unknown } | 'undone'

const fates = new Map<string, Fate>()
const waiting = new Set<() => void>()

export function hear({ sent, undone = [] }: Changed): void {
  for (const { key, answer } of sent) fates.set(key, { answer })
  for (const key of undone) fates.set(key, 'undone')
  for (const key of [...fates.keys()].slice(0, -REMEMBERED)) fates.delete(key)
  for (const tell of waiting) tell()
}

export const isUndone = (key: string): boolean => fates.get(key) === 'undone'
export const isAnswered = (key: string): boolean => typeof fates.get(key) === 'object'

/** Undefined too where the server took it and its answer was lost on the way. */
export function answerTo(key: string): unknown {
  const fate = fates.get(key)
  return typeof fate === 'object' ? fate.answer : undefined
}

export const forgetAnswers = (): void => fates.clear()

/** The service worker's word may come a moment after its turn has ended; it is waited for `within` milliseconds. */
export const untilAnswered = (key: string, within: number): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(late)
      waiting.delete(tell)
      resolve()
    }
    const tell = () => fates.has(key) && end()
    const late = setTimeout(end, within)
    waiting.add(tell)
    tell()
  })
