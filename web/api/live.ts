import { answers } from './answers'
import { me } from './me.svelte'
import { oneAtATime } from './one-at-a-time'

type Message = { type: string }

// By event: its topics in their order, each with its rest.
const topicsOf = new Map<string, Map<string, number>>()

/**
 * When one of these events is announced, what was asked about these topics is asked again, one topic after the other:
 * `onLive(['OrderNoted', 'OrderChanged'], ['orders', 'payback'])`. What costs much rests for `rest` milliseconds before it
 * is asked again. Call it at the top of a feature's module.
 */
export function onLive(events: readonly string[], topics: readonly string[], rest = 0) {
  for (const event of events) {
    const known = topicsOf.get(event) ?? new Map<string, number>()
    for (const topic of topics) known.set(topic, rest)
    topicsOf.set(event, known)
  }
}

/** Asks again whatever is on screen about these topics, or about anything; after a write of one's own, too. */
export async function refresh(...topics: string[]) {
  await Promise.all(answers.about(topics).map((answer) => answer.doubt()))
}

let catchingUp: () => Promise<unknown> = async () => {}
/** What is done first when the server is back, before anything on screen is asked again. */
export const beforeRefresh = (work: () => Promise<unknown>) => (catchingUp = work)

const longestWait = 60_000
/** The server tells who comes to listen what was announced so long before (src/platform/live); a slow page comes later. */
const TOLD_AGAIN_MS = 5_000

/**
 * Listens to the shop's events until the returned function is called, while somebody looks. A browser holds six connections
 * to a server over plain http, for all of its tabs together: tabs that lie behind would take them all by listening, and the
 * next one would wait for ever.
 */
export function listen(): () => void {
  const shop = me.shop
  if (!shop) return () => {}
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  // The page was made when its time began.
  let deafSince = 0

  const open = () => {
    source = new EventSource(`/api/shops/${shop.id}/live`)
    source.onopen = () => {
      // What was announced while we were away is not sent again (but for the last seconds): ask for everything on screen.
      // What was noted meanwhile goes out first, so that the answers hold it.
      if (failures > 0 || performance.now() - deafSince > TOLD_AGAIN_MS) void catchingUp().then(() => refresh())
      failures = 0
    }
    source.onmessage = (event: MessageEvent<string>) => hear(event.data)
    source.onerror = () => {
      source?.close()
      // A server that restarts must not be met by all its desks in the same second.
      const wait = Math.min(longestWait, 1000 * 2 ** failures) * (0.5 + Math.random())
      failures += 1
      timer = setTimeout(open, wait)
    }
  }
  const close = () => {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  const whileLookedAt = () => {
    if (document.hidden && source) {
      close()
      deafSince = performance.now()
    } else if (!document.hidden && !source) open()
  }
  // A network that is back is not waited for any longer.
  const atOnce = () => {
    if (failures === 0 || document.hidden) return
    close()
    open()
  }
  whileLookedAt()
  document.addEventListener('visibilitychange', whileLookedAt)
  addEventListener('online', atOnce)
  return () => {
    document.removeEventListener('visibilitychange', whileLookedAt)
    removeEventListener('online', atOnce)
    close()
  }
}

function hear(data: string) {
  let message: Message
  try {
    message = JSON.parse(data) as Message
  } catch {
    return
  }
  void askInOrder(topicsOf.get(message.type) ?? [])
}

const askAgain = oneAtATime(refresh)

async function askInOrder(topics: Iterable<[topic: string, rest: number]>) {
  for (const [topic, rest] of topics) await askAgain(topic, rest)
}
