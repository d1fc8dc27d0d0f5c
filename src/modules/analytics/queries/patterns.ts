import type { FilterOperator } from '#contract/visit-filters.ts'

/** Any of the values as one regular expression of RE2; `ofPages` where the text is a host with a path. */
export function patternOf(operator: FilterOperator, values: readonly string[], ofPages = false): string {
  const isLike = operator.startsWith('like')
  const any = values.map((value) => (isLike && ofPages && isPath(value) ? '[^/]*' : '') + value.split('*').map(quoted).join(isLike ? '.*' : '[*]')).join('|')
  return isLike ? `(?is)^(?:${any})$` : `(?is)(?:${any})`
}

/** Pages stand with their host; a path alone means it on whichever of the shop's sites. */
export const isPath = (words: string): boolean => words.startsWith('/')
/** The path of a page. */
export const pathOf = (page: string): string => `substring(${page}, position(${page}, '/'))`

export const quoted = (text: string): string => text.replace(/[\\^$.|?+()[\]{}-]/g, '\\$&')
