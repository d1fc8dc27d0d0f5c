/**
 * Whether a browser may be asked for it. One that it can't read would break every click's counting, and nothing here reads
 * CSS as a browser does: so only plain ones pass, their brackets and quotes closed, with pseudo-classes that all know.
 */
export function isSelector(text: string): boolean {
  const bare = text.replace(/"[^"\\]*"|'[^'\\]*'/g, 'x')
  const plain = bare
    .replace(/\[\s*[a-zA-Z][\w-]*\s*(?:[~|^$*]?=\s*[a-zA-Z_][\w-]*\s*(?:[is]\s*)?)?\]/g, '.x')
    .replace(/:nth-(?:last-)?(?:child|of-type)\((?:odd|even|\d+|\d*n(?:[+-]\d+)?)\)/g, '.x')
    .replace(/:(?:(?:first|last|only)-(?:child|of-type)|checked|disabled|enabled|required|optional|empty|link)(?![\w-])/g, '.x')
  return plain.replace(/:not\(([^()]*)\)/g, (found, inside: string) => (isList(inside) ? '.x' : found)).split(',').every(isOne)
}

const isList = (plain: string): boolean => plain.split(',').every(isOne)

/** Elements below, beside or behind one another. */
const isOne = (plain: string): boolean => plain.trim().split(/\s*[>+~]\s*|\s+/).every((part) => PART.test(part))

/** One element with what is said of it: `a.tombol#beli`. */
const PART = /^(?:(?:\*|[a-zA-Z][\w-]*)(?:[.#]-?[a-zA-Z_][\w-]*)*|(?:[.#]-?[a-zA-Z_][\w-]*)+)$/
