/**
 * Runs work six seconds from now, when a screen has been drawn and read, not beside that: what nobody waits for.
 * Returns how to call it off.
 */
export function atRest(work: () => void): () => void {
  const timer = setTimeout(work, 6_000)
  return () => clearTimeout(timer)
}
