/** What is told of a failure: of several at once (a name with two addresses) the first, of one without words its code. */
export function wordsOf(failure: unknown): string {
  if (failure instanceof AggregateError && failure.errors.length > 0) return wordsOf(failure.errors[0])
  if (!(failure instanceof Error)) return String(failure)
  return failure.message.trim() || (failure as NodeJS.ErrnoException).code || failure.name
}

/** The same as a part of a sentence. */
export const reasonOf = (failure: unknown): string => wordsOf(failure).replace(/\.$/, '')
