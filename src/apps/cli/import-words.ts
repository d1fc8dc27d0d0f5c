import { textsIn } from '#platform/i18n'
import type { Refusal } from '#platform/refusal'
import { cliLanguage } from './language.ts'

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
