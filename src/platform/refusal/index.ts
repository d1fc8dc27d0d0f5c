/**
 * An expected failure, as a value: what a command answers instead of its result. Bugs throw; refusals are returned.
 * The code is `module.what-happened`; its texts stand in the module's locale files under `errors.what-happened`
 * as `title`, `kept` and `todo`, and its HTTP status in the module's `errors.ts`.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: Code
  /** The place in the input: a field, a row, a column. */
  readonly where?: string
  /** What the texts' placeholders stand for. */
  readonly values?: Record<string, string | number>
}

export function refuse<const Code extends string>(
  code: Code,
  details: { where?: string; values?: Record<string, string | number> } = {},
): Refusal<Code> {
  return { refused: code, ...details }
}

export const isRefusal = (result: unknown): result is Refusal =>
  typeof result === 'object' && result !== null && typeof (result as Refusal).refused === 'string'

/** The refusals of a module with their HTTP status: `export const shopErrors = refusals({ 'shop.order-unknown': 404 })`. */
export const refusals = <const Table extends Record<`${string}.${string}`, number>>(table: Table): Table => table
