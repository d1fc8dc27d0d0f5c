import type { FilterOperator } from '#contract/visit-filters.ts'

/** Any of the values as one regular expression of RE2. */
export function patternOf(operator: FilterOperator, values: readonly string[]): string {
  const any = values.map((value) => value.split('*').map(quoted).join(operator.startsWith('like') ? '.*' : '[*]')).join('|')
  return operator.startsWith('like') ? `(?is)^(?:${any})$` : `(?is)(?:${any})`
}

export const quoted = (text: string): string => text.replace(/[\\^$.|?+()[\]{}-]/g, '\\$&')
