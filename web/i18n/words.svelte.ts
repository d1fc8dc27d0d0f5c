import type { Language } from '#contract/values.ts'
import { keepChoice, readChoice } from '$api/device'
import { languageCookie, languageOf } from './language'
import type { Namespace, WordKey } from './namespaces'
import { say, type Bundle, type Values } from './say'
import { isStartWords } from './start-words'
import { wordsFile } from './words-files'

export type { Namespace, WordKey } from './namespaces'

const chosen = $state<{ language: Language }>({ language: 'id' })
const asked: string[] = []

/** By language and namespace: what was fetched. */
const bundles: Record<string, Bundle | undefined> = {}

/** What is on its way, by address: a layout and its page ask for the same file at once. */
const coming: Record<string, Promise<void> | undefined> = {}

const fetchWords = async (language: Language, namespace: string): Promise<void> => {
  if (bundles[`${language}/${namespace}`]) return
  const address = wordsFile(language, namespace)
  await (coming[address] ??= fetchFile(address, language, namespace).finally(() => delete coming[address]))
}

async function fetchFile(address: string, language: Language, namespace: string) {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`No words ${language}/${namespace}: ${response.status}`)
  const found = (await response.json()) as Bundle
  for (const [name, bundle] of isStartWords(namespace) ? Object.entries(found) : [[namespace, found] as const]) bundles[`${language}/${name}`] = bundle as Bundle
  plain = {}
}

/** Has the words of these namespaces ready, in the chosen language; a route's `load` calls it with what its screen uses. */
export async function words(...namespaces: Namespace[]) {
  asked.push(...namespaces.filter((namespace) => !asked.includes(namespace)))
  start()
  await Promise.all(namespaces.map((namespace) => fetchWords(chosen.language, namespace)))
  // What they are for begins in a task of its own, not behind what has just come.
  await new Promise((resolve) => setTimeout(resolve))
}

/** For what the server draws of the desk (app/answer-ahead.ts), where all words are at hand. */
export function speak(language: Language, all: Record<string, Bundle>) {
  Object.assign(bundles, all)
  chosen.language = language
}

/** The language that everything on screen is written in; reading it in a template makes that template follow it. */
export const language = () => chosen.language

export async function changeLanguage(next: Language) {
  await Promise.all(asked.map((namespace) => fetchWords(next, namespace)))
  document.documentElement.lang = next
  keepChoice(languageCookie, next)
  chosen.language = next
}

// A text without values is looked up once: many are asked for again and again, a card at a time.
let plain: Record<string, string> = {}

/** `t('orders:new.title')`. Follows the chosen language when read in a template or a `$derived`. */
export function t(key: WordKey, values?: Values): string {
  const { language } = chosen
  return values ? textOf(key, language, values) : (plain[language + key] ??= textOf(key, language))
}

/** What is not there in the language asked for is said in Indonesian, and what is nowhere by its name. */
function textOf(key: string, language: Language, values?: Values): string {
  const at = key.indexOf(':')
  const [namespace, path] = [key.slice(0, at), key.slice(at + 1)]
  const said = (one: Language) => say(bundles[`${one}/${namespace}`] ?? {}, path, one, values)
  return said(language) ?? said('id') ?? path
}

let started = false

// The cookie wins over the shell's `lang`: a shell out of the service worker may be older than the choice.
function start() {
  if (started) return
  started = true
  const cookie = readChoice(languageCookie)
  chosen.language = languageOf(cookie ?? document.documentElement.lang, navigator.languages.join(','))
  document.documentElement.lang = chosen.language
}
