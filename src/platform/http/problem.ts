import type { Problem, Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import type { Refusal } from '../refusal/index.ts'

/** Joins the modules' tables of refusals into one: code → HTTP status. Start fails where two modules share a code. */
export function statusTable(tables: Record<string, number>[]): Map<string, number> {
  const statuses = new Map<string, number>()
  for (const table of tables)
    for (const [code, status] of Object.entries(table)) {
      if (statuses.has(code)) throw new Error(`Two modules declare the refusal ${code}.`)
      statuses.set(code, status)
    }
  return statuses
}

/**
 * A refusal as the caller reads it, in the reader's language.
 * `shop.order-unknown` finds its texts in the namespace `shop` under `errors.order-unknown`.
 */
export function problemOf(refusal: Refusal, statuses: ReadonlyMap<string, number>, language: Language): Problem {
  const dot = refusal.refused.indexOf('.')
  const key = `${refusal.refused.slice(0, dot)}:errors.${refusal.refused.slice(dot + 1)}`
  const text = textsIn(language)
  const values = refusal.values && Object.fromEntries(Object.entries(refusal.values).map(([name, value]) => [name, written(value, language)]))
  const words = (part: string) => text.optional(`${key}.${part}`, values)
  return {
    type: `/api/errors#${refusal.refused}`,
    code: refusal.refused,
    status: statuses.get(refusal.refused) ?? 422,
    title: words('title') ?? refusal.refused,
    where: refusal.where,
    kept: words('kept'),
    todo: words('todo'),
  }
}

/** A whole number stays one: a text may choose its plural by it. Another has the comma or point of its reader's language. */
const written = (value: string | number, language: Language): string | number =>
  typeof value === 'number' && !Number.isInteger(value) ? new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value) : value
