import { untrack } from 'svelte'
import { language } from '$i18n/words.svelte'
import { addressOf, newKey, send, type Loose } from './client'
import { beforeRefresh } from './live'
import { me } from './me.svelte'
import { ProblemError } from './problem'
import { answerTo, forgetAnswers, hear, isAnswered, isUndone, untilAnswered } from './outbox/answers'
import { isDoubtful, sendKept, type Changed, type Sending } from './outbox/send-kept'
import { allKept, change, keep, type Kept } from './outbox/store'
import type { Answer, Input, RouteKey } from './routes'

export type { Kept } from './outbox/store'

/** What an act is called on screen, and where it stands among others. */
interface About {
  title: string
  place?: string
  mendAt?: string
}

export type State = 'waiting' | 'unanswered' | 'refused' | 'doubtful'

let known = $state.raw<{ all: readonly Kept[]; signedOut: boolean }>({ all: [], signedOut: false })

// Other tabs, and the service worker, say when something changed.
const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('kicau-outbox') : undefined
if (others)
  others.onmessage = ({ data }: MessageEvent<Changed | null>) => {
    if (data) hear(data)
    void look()
  }

// An effect that looks must not hang on what looking changes, or it would look for ever.
async function look(signedOut = untrack(() => known.signedOut)) {
  known = { all: await allKept().catch(() => []), signedOut }
}

async function changed(what: Changed = { sent: [] }, signedOut?: boolean) {
  hear(what)
  await look(signedOut)
  others?.postMessage(what)
}

/** How long a form waits for the server before it is given back: what it held is safe by then. */
const WAIT = 2_500
const inTime = <T>(work: Promise<T>): Promise<T | undefined> => Promise.race([work, new Promise<undefined>((resolve) => setTimeout(resolve, WAIT))])

/**
 * Keeps a write on the phone, then sends it with all that waited before it. `sent: false`: it is on the phone, and goes
 * out by itself, and `undo` takes it back wherever it is by then. A refusal that comes while the form still waits is thrown
 * as `call` throws it, and nothing is kept.
 * Where the phone keeps nothing (a private window), it is sent as any other write.
 */
export async function sendOrKeep<K extends RouteKey>(
  route: K,
  input: Input<K>,
  { title, place, mendAt }: About,
): Promise<{ sent: true; answer: Answer<K> | undefined } | { sent: false; undo: () => Promise<TakenBack<Answer<K>>> }> {
  const loose: Loose = { ...(input as Loose), idempotencyKey: newKey() }
  const key = loose.idempotencyKey!
  let number: number
  try {
    number = await keep({
      key,
      login: me.login?.id ?? '',
      method: route.slice(0, route.indexOf(' ')),
      address: addressOf(route, loose),
      // A copy without Svelte's proxies, as the network would see it.
      body: JSON.parse(JSON.stringify(loose.body ?? null)) as unknown,
      language: language(),
      title,
      keptAt: Date.now(),
      triedAt: null,
      refused: null,
      ...(place !== undefined && { place }),
      ...(mendAt !== undefined && { mendAt }),
    })
  } catch {
    return { sent: true, answer: (await send(route, loose)) as Answer<K> }
  }
  void navigator.storage?.persist?.().catch(() => false)
  void askForSync()
  await changed()
  const later = { sent: false, undo: () => takeBack<Answer<K>>(number, key) } as const
  if (!navigator.onLine) return later
  const sending = await inTime(flush())
  const mine = sending?.sent.find((one) => one.key === key)
  if (mine) return { sent: true, answer: mine.answer as Answer<K> }
  const left = known.all.find((one) => one.number === number)
  // Another tab or the service worker had the turn, and sent it: under its key the server says again what it answered.
  if (!left) return { sent: true, answer: (await inTime(send(route, loose).catch(() => undefined))) as Answer<K> | undefined }
  if (!left.refused) return later
  await drop(left)
  throw new ProblemError(left.refused)
}

/** Where the browser can, it wakes the service worker when there is a network again, even with no tab open. */
async function askForSync() {
  const registration = await navigator.serviceWorker?.ready
  await (registration as unknown as { sync?: { register(tag: string): Promise<void> } }).sync?.register('kicau-outbox').catch(() => {})
}

let again: ReturnType<typeof setTimeout> | undefined

/** Sends what waits. Where the server was not reached it is tried again by itself. */
async function flush(): Promise<Sending> {
  const sending = await sendKept()
  await changed({ sent: sending.sent }, sending.stopped === 'login')
  clearTimeout(again)
  if (sending.stopped === 'away' && navigator.onLine) again = setTimeout(() => void flush(), 20_000)
  return sending
}

/** Takes back what the server has not done: nobody tried to send it yet, or it was refused. Answers false where it may be. */
async function undo(number: number): Promise<boolean> {
  const undone: string[] = []
  await change(number, (one) => {
    if (one.triedAt !== null && !one.refused) return undefined
    undone.push(one.key)
    return null
  })
  await changed({ sent: [], undone })
  return undone.length > 0
}

/** `there`: the server has it, and this was its answer. `onItsWay`: it was tried, and what came of it is not known yet. */
export type TakenBack<Done> = { undone: true } | { there: NonNullable<Done> } | { onItsWay: true }

/** What somebody else has in hand, or has sent, is waited for: this page may undo it over there once it knows what it became. */
async function takeBack<Done>(number: number, key: string): Promise<TakenBack<Done>> {
  if (await undo(number)) return { undone: true }
  if (!isAnswered(key) && !isUndone(key)) await inTime(turnOf(number, key))
  const answer = answerTo(key) as Done
  if (answer !== undefined && answer !== null) return { there: answer }
  // Where it was sent and its answer lost, only its list shows it.
  return isUndone(key) || (await undo(number)) ? { undone: true } : { onItsWay: true }
}

/** Ends when it is known what became of an act, or that it stays on the phone for now. */
async function turnOf(number: number, key: string): Promise<void> {
  await flush()
  if (!known.all.some((one) => one.number === number)) await untilAnswered(key, WAIT)
}

const drop = async (kept: Kept) => {
  if (await undo(kept.number)) return
  await change(kept.number, () => null)
  await changed()
}

export const outbox = {
  /** What this login has on the phone, oldest first. */
  get kept() {
    return known.all.filter((one) => one.login === me.login?.id)
  },
  /** How much the phone holds, whosever it is. */
  get count() {
    return known.all.length
  },
  /** The login ended meanwhile: what is kept goes out after signing in again. */
  get signedOut() {
    return known.signedOut
  },
  stateOf: (kept: Kept): State => (kept.refused ? 'refused' : isDoubtful(kept) ? 'doubtful' : kept.triedAt === null ? 'waiting' : 'unanswered'),
  look,
  flush,
  drop,
  undo: (kept: Kept) => undo(kept.number),
  /** Nothing of this login stays. */
  async forget() {
    for (const kept of outbox.kept) await change(kept.number, () => null)
    await changed()
    forgetAnswers()
  },
}

// After a while away what was noted goes out first, so that the answers hold it.
beforeRefresh(flush)
