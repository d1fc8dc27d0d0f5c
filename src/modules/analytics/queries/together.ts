/**
 * Lets those who ask the same at once share a look: whoever comes while one is being had waits for the next, so that no
 * answer is older than its question, and however many ask there are two looks. A failure is told to those who waited for it.
 */
export function together<Answer>(): (about: string, look: () => Promise<Answer>) => Promise<Answer> {
  const looks = new Map<string, { ended: Promise<void>; next?: Promise<Answer> }>()
  const begin = (about: string, look: () => Promise<Answer>): Promise<Answer> => {
    const answer = look()
    const mine: { ended: Promise<void>; next?: Promise<Answer> } = {
      ended: answer.then(
        () => {},
        () => {},
      ),
    }
    looks.set(about, mine)
    void mine.ended.then(() => {
      if (!mine.next) looks.delete(about)
    })
    return answer
  }
  return (about, look) => {
    const current = looks.get(about)
    return current ? (current.next ??= current.ended.then(() => begin(about, look))) : begin(about, look)
  }
}
