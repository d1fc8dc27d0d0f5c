import { parentPort, workerData } from 'node:worker_threads'
import { openHits } from '#platform/db'
import { openPastStore } from './past-store.ts'
import { PastRefused } from './refused.ts'
import { Stopped, takeIn } from './take-in.ts'
import type { FromThread, ThreadOrders, ToThread } from './thread-words.ts'

// The thread that reads a file of the past: a log of a million lines takes nothing from the one that answers people.

const port = parentPort!
const { orders, place, clickhouse } = workerData as ThreadOrders
const say = (words: FromThread) => port.postMessage(words)

let stop = false
port.on('message', (word: ToThread) => {
  stop ||= word === 'stop'
})

/** How far it is is told so often. */
const TELL_MS = 200
let toldAt = 0

const hits = openHits(clickhouse)
try {
  const done = await takeIn(orders, openPastStore(hits.client, place), (counts) => {
    if (stop) throw new Stopped()
    const now = performance.now()
    if (now - toldAt < TELL_MS) return
    toldAt = now
    say({ counts })
  })
  say({ done })
} catch (error) {
  if (error instanceof Stopped) say({ stopped: true })
  else if (error instanceof PastRefused) say({ refused: error.refusal })
  else say({ failed: error instanceof Error ? { message: error.message, stack: error.stack, code: (error as NodeJS.ErrnoException).code } : { message: String(error) } })
} finally {
  await hits.close()
  port.close()
}
