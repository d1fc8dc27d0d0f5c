import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../clock/index.ts'
import { openHits } from '../db/hits.ts'
import { openJournal } from './journal.ts'
import { startLoader } from './loader.ts'
import type { HitsLog } from './log.ts'
import { JournalRefused } from './refused.ts'
import type { Answer, FromThread, Request, ThreadOrders, ToThread } from './thread-words.ts'

// The thread of the journal and the loader. It knows no business: lines in, blocks out.

const port = parentPort!
const { folder, clickhouse, table } = workerData as ThreadOrders
const say = (words: FromThread) => port.postMessage(words)

const speak = (level: 'info' | 'warn' | 'error') => (fields: object, message: string) => say({ log: level, fields, message })
const log: HitsLog = { info: speak('info'), warn: speak('warn'), error: speak('error') }

const hits = openHits(clickhouse)
const journal = await openJournal({ folder, clock: systemClock, log })
const loader = startLoader({ journal, client: hits.client, log, onLoaded: (loaded) => say({ loaded }), ...table })

const answers: { [Word in Request['do']]: (request: Extract<Request, { do: Word }>) => Answer[Word] | Promise<Answer[Word]> } = {
  append: async ({ lines, durable }) => {
    try {
      await journal.appendBytes(lines, durable)
    } finally {
      // Given back now: memory beside the heap that waits for the collector makes it run, again and again.
      lines.buffer.transfer(0)
    }
  },
  seal: () => journal.seal(),
  state: () => loader.state(),
  stop: async ({ drainMs }) => {
    await loader.stop(drainMs)
    await journal.close()
    await hits.close()
  },
}

const answer = async ({ number, ...request }: ToThread): Promise<void> => {
  try {
    say({ answers: number, answer: await (answers[request.do] as (request: Request) => Answer[keyof Answer] | Promise<Answer[keyof Answer]>)(request) })
  } catch (error) {
    if (!(error instanceof JournalRefused)) throw error
    say({ answers: number, refused: error.why, reason: String(error.cause ?? error) })
  }
}

port.on('message', (request: ToThread) => void answer(request))
say({ started: true })
