const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Asks about a topic once for all news that come while it is being asked about, or in the rest (in milliseconds) after
 * it: an asking is not cut off by the next one. The promise it gives is kept when an asking that began after the news has
 * ended, or has taken `longest` milliseconds.
 */
export function oneAtATime(ask: (topic: string) => Promise<unknown>, longest = 20_000): (topic: string, rest?: number) => Promise<void> {
  // By topic: the asking that goes on, its rest included, and the one that waits behind it.
  const current = new Map<string, Promise<void>>()
  const waiting = new Map<string, Promise<void>>()

  const begin = (topic: string, rest: number): Promise<void> => {
    const asked = Promise.race([ask(topic), pause(longest)]).then(() => {})
    current.set(
      topic,
      asked.then(() => pause(rest)).then(() => void current.delete(topic)),
    )
    return asked
  }

  const behind = (topic: string, rest: number, before: Promise<void>): Promise<void> => {
    const next = before.then(() => {
      waiting.delete(topic)
      return begin(topic, rest)
    })
    waiting.set(topic, next)
    return next
  }

  return (topic, rest = 0) => {
    const before = current.get(topic)
    return before ? (waiting.get(topic) ?? behind(topic, rest, before)) : begin(topic, rest)
  }
}
