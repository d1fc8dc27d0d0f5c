import type { Language } from '#contract/values.ts'

export const languageCookie = 'kicau_language'

/** Each language by its own name, as the switcher shows them. */
export const languageNames: Record<Language, string> = { id: 'Bahasa Indonesia', ms: 'Bahasa Melayu', en: 'English' }

const known = (text: string): Language | undefined => {
  const start = text.trim().slice(0, 2).toLowerCase()
  // As some Androids still call it.
  if (start === 'in') return 'id'
  return start === 'id' || start === 'ms' || start === 'en' ? start : undefined
}

/** The language asked for, else the first of `Accept-Language` that Kicau speaks, else Indonesian. */
export function languageOf(asked: string | null | undefined, accepted?: string | null): Language {
  const first = asked ? known(asked) : undefined
  if (first) return first
  for (const part of (accepted ?? '').split(',')) {
    const language = known(part)
    if (language) return language
  }
  return 'id'
}

/** The tag that Intl takes. English is written the way both countries learn it. */
export const localeTags: Record<Language, string> = { id: 'id-ID', ms: 'ms-MY', en: 'en-GB' }
