import type { Language } from '#contract/values.ts'
import type { WordKey } from './namespaces'
import { say, type Bundle, type Values } from './say'

// For pages rendered on the server only: there all words are at hand, and nothing is loaded later.
const files = import.meta.glob<Bundle>('../../locales/*/*.json', { eager: true, import: 'default' })

/** Each by language and namespace: `id/coach`. */
export const allWords: Record<string, Bundle> = Object.fromEntries(Object.entries(files).map(([file, bundle]) => [file.slice('../../locales/'.length, -'.json'.length), bundle]))

/** `const t = wordsFor(language)`, for public pages; the desk uses `words.svelte.ts`. */
export const wordsFor =
  (language: Language) =>
  (key: WordKey, values: Values = {}): string => {
    const [namespace, path] = key.split(':') as [string, string]
    const said = (one: Language) => say(files[`../../locales/${one}/${namespace}.json`] ?? {}, path, one, values)
    return said(language) ?? said('id') ?? path
  }
