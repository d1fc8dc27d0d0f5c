import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { agendas } from '../../src/apps/agendas.ts'
import { languages, type Language } from '../../src/contract/values.ts'
import { textsIn } from '../../src/platform/i18n/index.ts'

// Web and server are compiled apart: the names are read.
const icons = [...readFileSync(join(import.meta.dirname, '../../web/ui/icons.ts'), 'utf8').matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name)
const kinds = agendas.flatMap(({ words, kinds }) => Object.entries(kinds).map(([name, kind]) => ({ words, name, kind })))

// A module's own files are enough for its candidates to be ranked, called by a name and explained, in three languages.
describe.each(kinds)('$words $name', ({ words, name, kind }) => {
  it('has a name and a reason for each state, a mark, and a chance with its because', () => {
    const states = Object.keys(kind.states)
    const asked = [`${words}:items.${name}`, ...states.map((state) => `${words}:reasons.${name}-${state}`)]
    const said = (language: Language, key: string) => textsIn(language).optional(key) ?? textsIn(language).optional(`${key}_other`)
    const lacking = languages.flatMap((language) => asked.filter((key) => !said(language, key)).map((key) => `${language} ${key}`))
    expect(lacking).toEqual([])
    expect(icons).toContain(kind.icon)
    for (const { chance, because } of Object.values(kind.states)) {
      expect(chance).toBeGreaterThan(0)
      expect(chance).toBeLessThanOrEqual(0.2)
      expect(because).toMatch(/^[A-Z].+\.$/)
    }
  })
})
