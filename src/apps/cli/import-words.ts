import { isAway } from '#platform/db'
import { textsIn } from '#platform/i18n'
import type { Refusal } from '#platform/refusal'
import { cliLanguage } from './language.ts'
import { reasonOf } from './reason.ts'

export const texts = textsIn(cliLanguage(process.env))

/** What a refusal's code means, in the terminal's language. */
export const wordsOf = (code: string, part: 'title' | 'kept' | 'todo', values?: Record<string, string | number>): string => {
  const dot = code.indexOf('.')
  return texts.optional(`${code.slice(0, dot)}:errors.${code.slice(dot + 1)}.${part}`, values) ?? ''
}

export function tellRefusal({ refused, values }: Refusal): void {
  for (const part of ['title', 'kept', 'todo'] as const) {
    const words = wordsOf(refused, part, values)
    if (words) console.error(words)
  }
}

/** Told where a store went away under an import: what happened, what was kept, what to do. Anything else is thrown on. */
export function tellAway(failure: unknown, kept: string): 1 {
  if (!isAway(failure)) throw failure
  for (const words of [texts('cli:import.away', { reason: reasonOf(failure) }), kept, texts('cli:import.awayTodo')]) console.error(words)
  return 1
}
