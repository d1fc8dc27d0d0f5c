import type { Sent } from './send-kept'

// What the server answered to acts that their form had given back by then, whoever sent them: by it they are taken back.

const answers = new Map<string, unknown>()
const waiting = new Set<() => void>()

export function hear(sent: readonly Sent[]): void {
  for (const { key, answer } of sent) answers.set(key, answer)
  for (const tell of waiting) tell()
}

export const isAnswered = (key: string): boolean => answers.has(key)
export const answerTo = (key: string): unknown => answers.get(key)

/** The service worker's word may come a moment after its turn has ended. */
export const untilAnswered = (key: string): Promise<void> =>
  new Promise((resolve) => {
    const tell = () => {
      if (!isAnswered(key)) return
      waiting.delete(tell)
      resolve()
    }
    waiting.add(tell)
    tell()
  })
