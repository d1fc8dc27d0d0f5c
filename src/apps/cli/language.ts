import { languageOf } from '#platform/i18n'
import type { Language } from '#contract/values.ts'

/** The command line speaks the terminal's language: `LANG=ms_MY.UTF-8`. English where that says nothing. */
export function cliLanguage(environment: Record<string, string | undefined>): Language {
  const wanted = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  const tag = wanted.split('.')[0]!.replace('_', '-')
  return /^(id|in|ms)\b/i.test(tag) ? languageOf(tag) : 'en'
}
