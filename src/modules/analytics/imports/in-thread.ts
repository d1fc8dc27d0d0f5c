import { Worker } from 'node:worker_threads'
import { PastRefused, type PastRefusalCode } from './refused.ts'
import { Stopped, type PastCounts, type PastOutcome } from './take-in.ts'
import type { FromThread, ThreadOrders } from './thread-words.ts'

/**
 * Takes a file in beside the thread that answers people. `look` hears how far it is and answers whether it is to stop. Throws
 * what `takeIn` throws, once nothing is on its way into the store any more.
 */
export function takeInBeside(orders: ThreadOrders, look: (counts: PastCounts) => boolean): Promise<PastOutcome> {
  const worker = new Worker(new URL('./thread-main.ts', import.meta.url), { workerData: orders })
  return new Promise((resolve, reject) => {
    worker.on('message', (said: FromThread) => {
      if ('counts' in said) {
        if (look(said.counts)) worker.postMessage('stop')
      } else if ('done' in said) resolve(said.done)
      else if ('stopped' in said) reject(new Stopped())
      else if ('refused' in said) reject(new PastRefused(said.refused.refused as PastRefusalCode, said.refused.values))
      else reject(Object.assign(new Error(said.failed.message), said.failed))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The thread that read a file ended before it had.')))
  })
}
