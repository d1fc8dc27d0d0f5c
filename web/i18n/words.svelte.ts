import i18next from 'i18next'
import type { Language } from '#contract/values.ts'
import { keepChoice, readChoice } from '$api/device'
import { languageCookie, languageOf } from './language'
import type { Namespace, WordKey } from './namespaces'
import { agendaNamespaces, wordsFile } from './words-files'

export type { Namespace, WordKey } from './namespaces'

const chosen = $state<{ language: Language }>({ language: 'id' })
const asked: string[] = []

void i18next.init({
  initAsync: false,
  lng: 'id',
  fallbackLng: 'id',
  ns: [],
  resources: {},
  interpolation: { escapeValue: false },
})

async function fetchWords(language: Language, namespace: string) {
  if (i18next.hasResourceBundle(language, namespace)) return
  const response = await fetch(wordsFile(language, namespace))
  if (!response.ok) throw new Error(`No words ${language}/${namespace}: ${response.status}`)
  i18next.addResourceBundle(language, namespace, await response.json())
  plain = {}
}

/** Has the words of these namespaces ready, in the chosen language; a route's `load` calls it with what its screen uses. */
export const words = (...namespaces: Namespace[]) => fetchAll(namespaces)

/** The same of what modules call the things they offer for Today's list: a `<module>-agenda.json` each. */
export const agendaWords = () => fetchAll(agendaNamespaces)

async function fetchAll(namespaces: readonly string[]) {
  asked.push(...namespaces.filter((namespace) => !asked.includes(namespace)))
  await start()
  await Promise.all(namespaces.map((namespace) => fetchWords(chosen.language, namespace)))
}

/** The language that everything on screen is written in; reading it in a template makes that template follow it. */
export const language = () => chosen.language

export async function changeLanguage(next: Language) {
  await Promise.all(asked.map((namespace) => fetchWords(next, namespace)))
  await i18next.changeLanguage(next)
  document.documentElement.lang = next
  keepChoice(languageCookie, next)
  chosen.language = next
}

// A text without values is looked up once: many are asked for again and again, a card at a time.
let plain: Record<string, string> = {}

/** `t('orders:new.title')`. Follows the chosen language when read in a template or a `$derived`. */
export function t(key: WordKey, values?: Record<string, string | number>): string {
  const lng = chosen.language
  if (values) return i18next.t(key, { ...values, lng })
  return (plain[lng + key] ??= i18next.t(key, { lng }))
}

let started: Promise<unknown> | undefined
// The cookie wins over the shell's `lang`: a shell out of the service worker may be older than the choice.
const start = () => {
  const cookie = readChoice(languageCookie)
  const first = languageOf(cookie ?? document.documentElement.lang, navigator.languages.join(','))
  return (started ??= i18next.changeLanguage(first).then(() => {
    chosen.language = first
    document.documentElement.lang = first
  }))
}
