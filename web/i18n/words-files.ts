import type { Language } from '#contract/values.ts'

// Addresses, not modules: the server can name them in a page's head, and JSON is read faster than a script.
const files = import.meta.glob<string>('../../locales/*/*.json', { query: '?url&no-inline', import: 'default', eager: true })

/** Where the words of a namespace lie; its name changes with its content. */
export function wordsFile(language: Language, namespace: string): string {
  const file = files[`../../locales/${language}/${namespace}.json`]
  if (!file) throw new Error(`No words ${language}/${namespace}`)
  return file
}

/** What modules call the things they offer for Today's list. */
export const agendaNamespaces: readonly string[] = Object.keys(files).flatMap((path) => /\/id\/([\w-]+-agenda)\.json$/.exec(path)?.[1] ?? [])
