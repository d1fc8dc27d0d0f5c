import { newKey, send, type Loose } from './client'
import { me } from './me.svelte'
import { Offline, ProblemError } from './problem'
import type { Answer, InputArguments, RouteKey } from './routes'

/** A write that waits for the network. Its key was made before it was first tried, so it happens once at most. */
interface Waiting {
  key: RouteKey
  input: Loose
  /** Whose it is: another login on the same phone must not send it. */
  login: string
  /** Why the server would not have it; it stays until someone looks. */
  refused?: string
}

const place = 'kicau.outbox'
const kept = $state<{ all: Waiting[] }>({ all: read() })
let flushing = false

function read(): Waiting[] {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '[]') as Waiting[]
  } catch {
    return []
  }
}

function write(all: Waiting[]) {
  kept.all = all
  localStorage.setItem(place, JSON.stringify(all))
}

const mine = () => kept.all.filter((one) => one.login === me.login?.id)

/**
 * Sends a write now, or keeps it on the device and sends it when the server is reached again.
 * `sent` says which; a refusal throws as `call` does.
 */
export async function sendOrKeep<K extends RouteKey>(
  key: K,
  ...[input]: InputArguments<K>
): Promise<{ sent: true; answer: Answer<K> } | { sent: false }> {
  const given = (input ?? {}) as Loose
  const loose: Loose = { ...given, params: { shop: me.shop?.id, ...given.params }, idempotencyKey: newKey() }
  try {
    return { sent: true, answer: (await send(key, loose)) as Answer<K> }
  } catch (error) {
    if (!(error instanceof Offline)) throw error
    write([...kept.all, { key, input: loose, login: me.login?.id ?? '' }])
    return { sent: false }
  }
}

export const outbox = {
  /** How many writes of this login wait for the network. */
  get waiting() {
    return mine().filter((one) => one.refused === undefined).length
  },
  /** What the server would not have, each with its reason. */
  get refused() {
    return mine().filter((one) => one.refused !== undefined)
  },
  drop: (one: Waiting) => write(kept.all.filter((other) => other.input.idempotencyKey !== one.input.idempotencyKey)),
  forget: () => write([]),
  flush,
}

/** Sends what waits, oldest first; stops at the first that does not get through. Answers how many were sent. */
async function flush(): Promise<number> {
  if (flushing) return 0
  flushing = true
  let sent = 0
  try {
    for (const one of mine()) {
      if (one.refused !== undefined) continue
      try {
        await send(one.key, one.input)
        outbox.drop(one)
        sent += 1
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.status >= 500) break
        const reason = error.problem.title
        const same = (other: Waiting) => other.input.idempotencyKey === one.input.idempotencyKey
        write(kept.all.map((other) => (same(other) ? { ...other, refused: reason } : other)))
      }
    }
  } finally {
    flushing = false
  }
  return sent
}
