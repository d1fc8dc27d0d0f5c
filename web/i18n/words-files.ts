import type { Language } from '#contract/values.ts'
import { isStartWords } from './start-words'

// Addresses, not modules: the server can name them in a page's head, and JSON is read faster than a script.
const files = import.meta.glob<string>('../../locales/*/*.json', { query: '?url&no-inline', import: 'default', eager: true })
// Written by the build (vite.config.ts): what the desk begins with, in one file a language.
const starts = import.meta.glob<string>('../../.build/words/*.json', { query: '?url&no-inline', import: 'default', eager: true })

/** Where the words of a namespace lie, alone or with those that every screen begins with; its name changes with its content. */
export function wordsFile(language: Language, namespace: string): string {
  const file = isStartWords(namespace) ? starts[`../../.build/words/${language}.json`] : files[`../../locales/${language}/${namespace}.json`]
  if (!file) throw new Error(`No words ${language}/${namespace}`)
  return file
}
