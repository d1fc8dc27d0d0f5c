import { openHits } from '../../db/index.ts'
import { systemClock } from '../../clock/index.ts'
import { openJournal } from '../journal.ts'
import { startLoader } from '../loader.ts'
import { numbers } from './numbers.ts'

// A process that takes numbers as fast as it can and says each that is kept; made to be killed.

export interface WriterOrders {
  folder: string
  /** The numbers it takes: from here on. */
  from: number
  clickhouse: { url: string; username: string; password: string; database: string }
}

process.once('message', (orders) => void write(orders as WriterOrders))

async function write({ folder, from, clickhouse }: WriterOrders): Promise<void> {
  const log = { info: () => {}, warn: () => {}, error: console.error }
  const journal = await openJournal({ folder, clock: systemClock, log, sealAfterMs: 60 })
  startLoader({ journal, client: openHits(clickhouse).client, log, ...numbers })
  let next = from
  const take = async () => {
    for (;;) {
      const n = next++
      // Kept by a kill, whether or not they are on the disk yet.
      await journal.appendAll([JSON.stringify({ n })], n % 2 === 0 ? 'at-once' : 'soon')
      process.send!(n)
    }
  }
  await Promise.all(Array.from({ length: 40 }, take))
}
