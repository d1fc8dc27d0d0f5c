/** An error as ClickHouse's HTTP interface tells it: a number, a name, a text. */
export class ClickhouseError extends Error {
  readonly code: number

  /** `message` in ClickHouse's own form: `Code: 62. DB::Exception: … (SYNTAX_ERROR)`. */
  constructor(code: number, message: string) {
    super(message)
    this.name = 'ClickhouseError'
    this.code = code
  }
}

/** Numbers and names are ClickHouse's (src/Common/ErrorCodes.cpp). */
const NUMBERS = {
  SYNTAX_ERROR: 62,
  UNKNOWN_FORMAT: 73,
  CANNOT_PARSE_INPUT_ASSERTION_FAILED: 27,
  NOT_IMPLEMENTED: 48,
  BAD_ARGUMENTS: 36,
  TOO_MANY_SIMULTANEOUS_QUERIES: 202,
  TOO_LARGE_STRING_SIZE: 131,
  UNKNOWN_QUERY_PARAMETER: 456,
  AUTHENTICATION_FAILED: 516,
} as const

/** An error of our own front, in ClickHouse's form. */
export function refusal(name: keyof typeof NUMBERS, text: string): ClickhouseError {
  return new ClickhouseError(NUMBERS[name], `Code: ${NUMBERS[name]}. DB::Exception: ${text} (${name})`)
}

/** What the engine threw, as an error with its number; 1002 is ClickHouse's "unknown exception". */
export function fromEngine(error: unknown): ClickhouseError {
  if (error instanceof ClickhouseError) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = Number(/^Code: (\d+)/.exec(message)?.[1] ?? 1002)
  const unknown = `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)`
  return new ClickhouseError(code, code === 1002 ? unknown : message)
}

/** The HTTP status that a ClickHouse server gives with an error of this number. */
export function statusOf(code: number): number {
  return STATUS.get(code) ?? 500
}

const STATUS = new Map<number, number>([
  [516, 403],
  [497, 403],
  [202, 503],
  [131, 413],
  [48, 501],
  [159, 500],
  // Not found: function, identifier, type, storage, table, format, database, setting.
  ...[46, 47, 50, 56, 60, 73, 81, 115].map(code => [code, 404] as const),
  // Not to be understood: arguments, types, input, parameters, syntax.
  ...[6, 26, 27, 36, 38, 41, 42, 43, 53, 62, 70, 72, 386, 456].map(code => [code, 400] as const),
])
