/** What is told of a failure, as a part of a sentence: of several at once (a name with two addresses) the first, of one without words its code. */
export function reasonOf(failure: unknown): string {
  if (failure instanceof AggregateError && failure.errors.length > 0) return reasonOf(failure.errors[0])
  if (!(failure instanceof Error)) return String(failure)
  return failure.message.trim().replace(/\.$/, '') || (failure as NodeJS.ErrnoException).code || failure.name
}
