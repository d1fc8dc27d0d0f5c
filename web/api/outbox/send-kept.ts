import { readProblem } from '../problem'
import { allKept, change, type Kept } from './store'

/** How long the server knows a key at the least, with a day's margin (src/apps/schedule.ts keeps them for thirty). */
const KEY_KNOWN = 29 * 86_400_000
const PATIENCE = 30_000

/** An act that the server took, with its answer. */
export interface Sent {
  key: string
  answer: unknown
}

/** What tabs and the service worker tell each other: something changed on the phone, this was sent, and (by key) this taken off undone. */
export interface Changed {
  sent: Sent[]
  undone?: string[]
}

export interface Sending {
  /** What was taken by the server. */
  sent: Sent[]
  /** Why not everything went: the server was not reached, or somebody must sign in first. */
  stopped: 'away' | 'login' | null
}

/** It may have been done so long ago that the server would not know it again: only a person can tell. */
export const isDoubtful = (kept: Kept, now = Date.now()) => kept.triedAt !== null && now - kept.triedAt > KEY_KNOWN

/**
 * Sends what waits, oldest first, each under the key and the login of its tap. Tabs and the service worker take turns;
 * where a browser has no locks (plain http) the key alone keeps a second sending from counting.
 */
export const sendKept = (): Promise<Sending> => ('locks' in navigator ? navigator.locks.request('kicau-outbox', sendInTurn) : sendInTurn())

async function sendInTurn(): Promise<Sending> {
  const sending: Sending = { sent: [], stopped: null }
  const signedOut = new Set<string>()
  for (const kept of await allKept()) {
    if (kept.refused || isDoubtful(kept) || signedOut.has(kept.login)) continue
    // Said before it leaves: from here on nobody may take it back as if it had stayed.
    if (!(await change(kept.number, (one) => ({ ...one, triedAt: one.triedAt ?? Date.now() })))) continue
    const answer = await post(kept)
    if (answer === 'away') return { ...sending, stopped: 'away' }
    if (answer === 'busy') {
      await untried(kept)
      return { ...sending, stopped: 'away' }
    }
    if (answer === 'login') {
      await untried(kept)
      signedOut.add(kept.login)
      sending.stopped = 'login'
      continue
    }
    await answer.take()
    if (answer.done) sending.sent.push({ key: kept.key, answer: answer.body })
  }
  return sending
}

/** The server said that it did nothing: as before this try. */
const untried = ({ number, triedAt }: Kept) => change(number, (one) => ({ ...one, triedAt }))

async function post(kept: Kept) {
  let response: Response
  try {
    response = await fetch(kept.address, {
      method: kept.method,
      headers: {
        accept: 'application/json',
        'accept-language': kept.language,
        'content-type': 'application/json',
        'idempotency-key': kept.key,
        'kicau-login': kept.login,
        // A phone's clock may be wrong; how long something waited it still knows.
        'kicau-waited': String(Math.max(0, Date.now() - kept.keptAt)),
      },
      body: JSON.stringify(kept.body),
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch {
    return 'away'
  }
  if (response.ok) {
    const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
    return { done: true, body, take: () => change(kept.number, () => null) }
  }
  if (response.status === 401) return 'login'
  if (response.status === 429) return 'busy'
  // What is broken over there, or on the way, is no refusal.
  const { problem } = await readProblem(response)
  if (response.status >= 500 || problem.code === 'unreadable') return 'away'
  return { done: false, body: undefined, take: () => change(kept.number, (one) => ({ ...one, refused: problem })) }
}
