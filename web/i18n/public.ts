import { createInstance } from 'i18next'
import type { Language } from '#contract/values.ts'
import type { WordKey } from './namespaces'

// For pages rendered on the server only: there all words are at hand, and nothing is loaded later.
const files = import.meta.glob<Record<string, unknown>>('../../locales/*/*.json', { eager: true, import: 'default' })

const resources: Record<string, Record<string, Record<string, unknown>>> = {}
for (const [path, bundle] of Object.entries(files)) {
  const [, language, namespace] = /([a-z]+)\/([\w-]+)\.json$/.exec(path) ?? []
  if (language && namespace) (resources[language] ??= {})[namespace] = bundle
}

const words = createInstance()
void words.init({
  lng: 'id',
  fallbackLng: 'id',
  initAsync: false,
  resources,
  interpolation: { escapeValue: false },
})

/** `const t = wordsFor(language)`, for public pages; the desk uses `words.svelte.ts`. */
export const wordsFor =
  (language: Language) =>
  (key: WordKey, values: Record<string, string | number> = {}): string =>
    words.t(key, { ...values, lng: language })
