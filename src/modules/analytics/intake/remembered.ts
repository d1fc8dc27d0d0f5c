/** Remembers the answers of a pure function for its last few thousand questions. */
export function remembered<Answer>(most: number, answer: (question: string) => Answer): (question: string) => Answer {
  let recent = new Map<string, Answer>()
  let older = new Map<string, Answer>()
  return (question) => {
    const known = recent.get(question)
    if (known !== undefined) return known
    const found = older.get(question) ?? answer(question)
    if (recent.size >= most) {
      older = recent
      recent = new Map()
    }
    recent.set(question, found)
    return found
  }
}
