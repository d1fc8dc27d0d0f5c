export { together } from './together.ts'

/** Remembers the answers of a pure function for its last few thousand questions, each known by its text. */
export const remembered = <Answer>(most: number, answer: (question: string) => Answer): ((question: string) => Answer) =>
  rememberedBy(most, (question: string) => question, answer)

/** The same for questions of any kind: `keyOf` says which are the same one, and must leave nothing out. */
export function rememberedBy<Question, Answer>(most: number, keyOf: (question: Question) => string, answer: (question: Question) => Answer): (question: Question) => Answer {
  const kept = twoAges<Answer>(most)
  return (question) => {
    const key = keyOf(question)
    return kept.recent(key) ?? kept.keep(key, kept.older(key) ?? answer(question))
  }
}

/**
 * As `remembered`, for questions that are cut out of a larger text of one byte a character (Latin-1): the answer and what is
 * remembered are of a copy, so that neither keeps that text.
 */
export function rememberedPieces<Answer>(most: number, answer: (question: string) => Answer): (question: string) => Answer {
  const kept = twoAges<Answer>(most)
  return (piece) => {
    const known = kept.recent(piece)
    if (known !== undefined) return known
    const copy = Buffer.from(piece, 'latin1').toString('latin1')
    return kept.keep(copy, kept.older(copy) ?? answer(copy))
  }
}

/**
 * Remembers the answers of a pure function of three texts, and begins anew once there are `most`. Each text is looked up by
 * itself, without one that is put together first: the least varied is to stand first.
 */
export function rememberedByThree<Answer>(most: number, answer: (one: string, two: string, three: string) => Answer): (one: string, two: string, three: string) => Answer {
  const kept = new Map<string, Map<string, Map<string, Answer>>>()
  let size = 0
  return (one, two, three) => {
    const known = kept.get(one)?.get(two)?.get(three)
    if (known !== undefined) return known
    if (size >= most) {
      kept.clear()
      size = 0
    }
    const found = answer(one, two, three)
    inside(inside(kept, one), two).set(three, found)
    size++
    return found
  }
}

function inside<Inner>(map: Map<string, Map<string, Inner>>, key: string): Map<string, Inner> {
  let found = map.get(key)
  if (!found) map.set(key, (found = new Map()))
  return found
}

/** Once there are `most` they are the older ones, and what nobody asks for until the next turn is forgotten. */
function twoAges<Answer>(most: number) {
  let recent = new Map<string, Answer>()
  let older = new Map<string, Answer>()
  return {
    recent: (key: string) => recent.get(key),
    older: (key: string) => older.get(key),
    keep: (key: string, found: Answer): Answer => {
      if (recent.size >= most) {
        older = recent
        recent = new Map()
      }
      recent.set(key, found)
      return found
    },
  }
}

interface Latest<Answer> {
  /** `find` is called at once where no answer of this version is kept or under way. */
  (about: string, version: string, find: () => Promise<Answer>): Promise<Answer>
  /** The answer of this version is found anew when it is asked for again. */
  forget(about: string, version: string): void
  /** Whether there is any, of whatever version. */
  knows(about: string): boolean
}

/**
 * Keeps the newest answer about each of a few things (the last ones asked about) while its version stays the same. Who
 * asks while it is still being found waits for the same one; a failure is not kept.
 */
export function latest<Answer>(most: number): Latest<Answer> {
  const kept = new Map<string, { version: string; answer: Promise<Answer> }>()
  const ask: Latest<Answer> = (about, version, find) => {
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
  ask.forget = (about, version) => {
    if (kept.get(about)?.version === version) kept.delete(about)
  }
  ask.knows = (about) => kept.has(about)
  return ask
}
