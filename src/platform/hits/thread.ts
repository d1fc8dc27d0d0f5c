import { Worker } from 'node:worker_threads'
import type { BlockTable } from './block.ts'
import { bytesOfLines } from './frames.ts'
import { MOST_WAITING_BYTES } from './journal.ts'
import type { LoadedBlock, LoaderState } from './loader.ts'
import type { HitsLog } from './log.ts'
import { JournalRefused } from './refused.ts'
import type { Durable } from './segment-file.ts'
import type { Answer, FromThread, Request, ThreadOrders } from './thread-words.ts'

export interface HitsThreadSettings {
  /** The journal's: holds a folder a process. */
  folder: string
  /** Where the store is; the thread asks it by itself. */
  clickhouse: ThreadOrders['clickhouse']
  table: BlockTable
  log: HitsLog
  /** After each block that is in the store: whose rows it held, and how many. */
  onLoaded?(loaded: LoadedBlock): void
}

/** A journal and its loader at work beside the thread that answers people. */
export interface HitsThread {
  /** Takes a line and resolves when it is on the disk; rejects with `JournalRefused` where it can't be. */
  append(line: string): Promise<void>
  /** The same for lines that arrive together: all of them are kept, or none. Those that nobody waits for may be durable `soon`. */
  appendAll(lines: readonly string[], durable?: Durable): Promise<void>
  /** Resolves when all that was appended is on the disk, and on its way into the store. */
  seal(): Promise<void>
  state(): Promise<LoaderState>
  /** Seals, loads what waits for up to `drainMs`, and ends the thread; the rest stays on the disk for the next start. */
  stop(drainMs?: number): Promise<void>
}

// What is held at rest, not what may be held: blocks pass through here.
const YOUNG_MB = 4

/**
 * Starts the journal and the loader in a thread of their own: framing, checksums, syncs and blocks take nothing from
 * the thread that answers. Lines of one turn of the event loop go over together, as the bytes that the disk will hold,
 * and are acknowledged together.
 */
export async function startHitsThread({ folder, clickhouse, table, log, onLoaded }: HitsThreadSettings): Promise<HitsThread> {
  const orders: ThreadOrders = { folder, clickhouse, table }
  const worker = new Worker(new URL('./thread-main.ts', import.meta.url), { workerData: orders, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
  const asked = new Map<number, { resolve(answer: unknown): void; reject(reason: Error): void }>()
  let requests = 0
  let waitingBytes = 0
  let ended = false
  let turn: { lines: string[]; done: Promise<void> } | undefined

  const started = Promise.withResolvers<void>()
  worker.on('message', (message: FromThread) => {
    if ('answers' in message) {
      const waiting = asked.get(message.answers)!
      asked.delete(message.answers)
      settle(waiting, message)
    } else if ('loaded' in message) onLoaded?.(message.loaded)
    else if ('log' in message) log[message.log](message.fields, message.message)
    else started.resolve()
  })
  // A bug in the thread is one of this process: nobody hears `error` but Node, which ends us.
  worker.on('exit', () => {
    ended = true
    started.reject(new Error('The thread of the journal ended.'))
    for (const { reject } of asked.values()) reject(new JournalRefused('closed'))
    asked.clear()
  })

  const ask = <Word extends Request['do']>(request: Extract<Request, { do: Word }>, given: ArrayBuffer[] = []): Promise<Answer[Word]> => {
    if (ended) return Promise.reject(new JournalRefused('closed'))
    const { promise, resolve, reject } = Promise.withResolvers<Answer[Word]>()
    asked.set(++requests, { resolve: resolve as (answer: unknown) => void, reject })
    worker.postMessage({ ...request, number: requests }, given)
    return promise
  }

  const appendAll = async (lines: readonly string[], durable: Durable = 'at-once'): Promise<void> => {
    if (lines.length === 0) return
    if (waitingBytes > MOST_WAITING_BYTES) throw new JournalRefused('busy')
    // Lines are not held on to while their bytes are on the way.
    return appendBytes(bytesOfLines(lines), durable)
  }

  const appendBytes = async (bytes: Uint8Array<ArrayBuffer>, durable: Durable): Promise<void> => {
    const { length } = bytes
    waitingBytes += length
    try {
      await ask({ do: 'append', lines: bytes, durable }, [bytes.buffer])
    } finally {
      waitingBytes -= length
    }
  }

  const openTurn = () => {
    const lines: string[] = []
    const done = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        turn = undefined
        appendAll(lines).then(resolve, reject)
      })
    })
    return { lines, done }
  }

  await started.promise
  return {
    append: (line) => {
      turn ??= openTurn()
      turn.lines.push(line)
      return turn.done
    },
    appendAll,
    seal: async () => {
      await turn?.done.catch(() => {})
      await ask({ do: 'seal' })
    },
    state: () => ask({ do: 'state' }),
    stop: async (drainMs = 5000) => {
      await turn?.done.catch(() => {})
      await ask({ do: 'stop', drainMs })
      await worker.terminate()
    },
  }
}

const settle = ({ resolve, reject }: { resolve(answer: unknown): void; reject(reason: Error): void }, said: Extract<FromThread, { answers: number }>): void => {
  if ('answer' in said) resolve(said.answer)
  else reject(new JournalRefused(said.refused, said.reason))
}
