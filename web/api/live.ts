import { me } from './me.svelte'
import { queries } from './queries'

type Message = { type: string }

const topicsOf = new Map<string, Set<string>>()

/**
 * When one of these events is announced, what was asked about these topics is asked again:
 * `onLive(['OrderNoted', 'OrderChanged'], ['orders', 'payback'])`. Call it at the top of a feature's module.
 */
export function onLive(events: readonly string[], topics: readonly string[]) {
  for (const event of events) {
    const known = topicsOf.get(event) ?? new Set()
    for (const topic of topics) known.add(topic)
    topicsOf.set(event, known)
  }
}

/** Asks again whatever is on screen about these topics, or about anything; after a write of one's own, too. */
export async function refresh(...topics: string[]) {
  const filters = topics.length === 0 ? [{}] : topics.map((topic) => ({ queryKey: [topic] }))
  // A first answer still on its way was asked before the change, and the client would take it for the new one.
  await Promise.all(filters.map((filter) => queries.cancelQueries({ ...filter, predicate: ({ state }) => state.data === undefined }, { silent: true })))
  await Promise.all(filters.map((filter) => queries.invalidateQueries(filter)))
}

let catchingUp: () => Promise<unknown> = async () => {}
/** What is done first when the server is back, before anything on screen is asked again. */
export const beforeRefresh = (work: () => Promise<unknown>) => (catchingUp = work)

const longestWait = 60_000

/** Listens to the shop's events until the returned function is called. */
export function listen(): () => void {
  const shop = me.shop
  if (!shop) return () => {}
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const open = () => {
    source = new EventSource(`/api/shops/${shop.id}/live`)
    source.onopen = () => {
      // What was announced while we were away is not sent again: ask for everything on screen.
      // What was noted meanwhile goes out first, so that the answers hold it.
      if (failures > 0) void catchingUp().then(() => refresh())
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
  // A network that is back is not waited for any longer.
  const atOnce = () => {
    if (failures === 0) return
    clearTimeout(timer)
    source?.close()
    open()
  }
  open()
  addEventListener('online', atOnce)
  return () => {
    removeEventListener('online', atOnce)
    clearTimeout(timer)
    source?.close()
  }
}

function hear(data: string) {
  let message: Message
  try {
    message = JSON.parse(data) as Message
  } catch {
    return
  }
  const topics = topicsOf.get(message.type)
  if (topics) void refresh(...topics)
}
