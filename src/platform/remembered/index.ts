/** Remembers the answers of a pure function for its last few thousand questions, each known by its text. */
export const remembered = <Answer>(most: number, answer: (question: string) => Answer): ((question: string) => Answer) =>
  rememberedBy(most, (question: string) => question, answer)

/** The same for questions of any kind: `keyOf` says which are the same one, and must leave nothing out. */
export function rememberedBy<Question, Answer>(most: number, keyOf: (question: Question) => string, answer: (question: Question) => Answer): (question: Question) => Answer {
  let recent = new Map<string, Answer>()
  let older = new Map<string, Answer>()
  return (question) => {
    const key = keyOf(question)
    const known = recent.get(key)
    if (known !== undefined) return known
    const found = older.get(key) ?? answer(question)
    if (recent.size >= most) {
      older = recent
      recent = new Map()
    }
    recent.set(key, found)
    return found
  }
}

/**
 * Keeps the newest answer about each of a few things (the last ones asked about) while its version stays the same. Who
 * asks while it is still being found waits for the same one; a failure is not kept.
 */
export function latest<Answer>(most: number): (about: string, version: string, find: () => Promise<Answer>) => Promise<Answer> {
  const kept = new Map<string, { version: string; answer: Promise<Answer> }>()
  return (about, version, find) => {
    const known = kept.get(about)
    const entry = known?.version === version ? known : { version, answer: find() }
    kept.delete(about)
    kept.set(about, entry)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    if (entry !== known)
      entry.answer.catch(() => {
        if (kept.get(about) === entry) kept.delete(about)
      })
    return entry.answer
  }
}
