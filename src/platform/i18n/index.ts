import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type i18n } from 'i18next'
import { languages, type Language } from '#contract/values.ts'

// One file a namespace (a module) and language: locales/<language>/<namespace>.json, shared with the web.
const FOLDER = join(import.meta.dirname, '../../../locales')

let loaded: i18n | undefined

function load(): i18n {
  if (loaded) return loaded
  const resources = Object.fromEntries(
    languages.map((language) => [
      language,
      Object.fromEntries(
        readdirSync(join(FOLDER, language))
          .filter((name) => name.endsWith('.json'))
          .map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(FOLDER, language, name), 'utf8'))]),
      ),
    ]),
  )
  loaded = i18next.createInstance()
  void loaded.init({
    resources,
    lng: 'id',
    fallbackLng: false,
    ns: Object.keys(resources.id!),
    initAsync: false,
    // Texts go to JSON, mail and Svelte, which escape for themselves.
    interpolation: { escapeValue: false },
  })
  return loaded
}

export interface Texts {
  /** The text of `namespace:key`; throws where there is none, since a missing key is a bug. */
  (key: string, values?: Record<string, string | number>): string
  optional(key: string, values?: Record<string, string | number>): string | undefined
}

/** The texts of one language, for what the server itself writes: problems, mails, public pages, the command line. */
export function textsIn(language: Language): Texts {
  const source = load()
  const optional = (key: string, values?: Record<string, string | number>) =>
    source.exists(key, { ...values, lng: language }) ? source.t(key, { ...values, lng: language }) : undefined
  return Object.assign(
    (key: string, values?: Record<string, string | number>) => {
      const text = optional(key, values)
      if (text === undefined) throw new Error(`No text ${key} in ${language}.`)
      return text
    },
    { optional },
  )
}

/** The first language of an Accept-Language header that we speak; Indonesian otherwise. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { tag: tag.toLowerCase(), weight: weight ? Number(weight.trim().slice(2)) || 0 : 1 }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
  for (const { tag } of wanted) {
    const short = tag.split('-')[0]
    // `in` is Java's old code for Indonesian; some Android browsers still send it.
    const language = short === 'in' ? 'id' : short
    if ((languages as readonly string[]).includes(language ?? '')) return language as Language
  }
  return 'id'
}
