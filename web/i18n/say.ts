import type { Language } from '#contract/values.ts'

/** What a locale file holds. */
export interface Bundle {
  [key: string]: string | Bundle
}
export type Values = Record<string, string | number>

/**
 * A text out of a locale file, its values written in: what i18next says on the server, without its weight in every page.
 * `orders` with a `count` stands for `orders_one` or `orders_other`, where there are such. Undefined where there is no text.
 */
export function say(bundle: Bundle, key: string, language: Language, values?: Values): string | undefined {
  const count = values?.['count']
  const text = (typeof count === 'number' ? find(bundle, key + suffix(count, language)) : undefined) ?? find(bundle, key)
  return values ? text?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '')) : text
}

// Of the three languages only English tells one from many.
const suffix = (count: number, language: Language) => (language === 'en' && Math.abs(count) === 1 ? '_one' : '_other')

function find(bundle: Bundle, key: string): string | undefined {
  let found: string | Bundle | undefined = bundle
  for (const part of key.split('.')) found = typeof found === 'object' && Object.hasOwn(found, part) ? found[part] : undefined
  return typeof found === 'string' ? found : undefined
}
