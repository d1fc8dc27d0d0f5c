import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { languages } from '../../src/contract/values.ts'
import { textsIn } from '../../src/platform/i18n/index.ts'
import { say, type Bundle } from './say'

const root = new URL('../../locales/', import.meta.url)

it.each(languages)('says every text as the server says it: %s', (language) => {
  const server = textsIn(language)
  const differ: string[] = []
  for (const file of readdirSync(new URL(language, root))) {
    const namespace = file.slice(0, -'.json'.length)
    const bundle = JSON.parse(readFileSync(new URL(`${language}/${file}`, root), 'utf8')) as Bundle
    const texts = flat(bundle)
    const stems = texts.filter(([key]) => /_(one|other)$/.test(key)).map(([key, text]) => [key.replace(/_\w+$/, ''), text] as const)
    for (const [key, text] of [...texts, ...stems]) {
      const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!)
      for (const count of [0, 1, 2.5]) {
        const values = { ...Object.fromEntries(names.map((name, at) => [name, at % 2 ? `$1 {{${name}}}` : at])), count }
        const ours = say(bundle, key, language, values)
        if (ours !== server.optional(`${namespace}:${key}`, values)) differ.push(`${namespace}:${key}, ${count}: ${ours}`)
      }
    }
    for (const [key, text] of texts) if (say(bundle, key, language) !== text) differ.push(`${namespace}:${key}`)
  }
  expect(differ).toEqual([])
})

it('knows a text from what holds texts, and from what every object has', () => {
  const bundle = { a: { b: 'one' } }
  expect(['a', 'a.b.c', 'a.toString', 'x'].map((key) => say(bundle, key, 'id'))).toEqual([undefined, undefined, undefined, undefined])
})

function flat(bundle: Bundle, path = ''): [key: string, text: string][] {
  return Object.entries(bundle).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`)))
}
