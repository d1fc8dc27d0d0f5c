/** PostgreSQL is ending, was ended by a crash, or is just coming back. */
const CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03']
/** What its client says without a code. */
const WORDS = /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable/

/** Whether it failed because an engine is away, or is just coming back: what was committed stays, and trying again helps. */
export function isAway(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false
  const { code = '', syscall } = failure as NodeJS.ErrnoException
  // The folder of its socket is gone; any other file that is not there is another matter.
  return CODES.includes(code) || (code === 'ENOENT' && syscall === 'connect') || WORDS.test(failure.message) || isAway(failure.cause)
}
