import type { BlockTable } from './block.ts'
import type { LoadedBlock, LoaderState } from './loader.ts'
import type { JournalRefusal } from './refused.ts'
import type { Durable } from './segment-file.ts'

// What the thread of the journal and the one that started it say to each other.

export interface ThreadOrders {
  folder: string
  clickhouse: { url: string; username: string; password: string; database: string }
  table: BlockTable
}

/** Each is answered once. */
export type Request = { do: 'append'; lines: Uint8Array<ArrayBuffer>; durable: Durable } | { do: 'seal' } | { do: 'state' } | { do: 'stop'; drainMs: number }

export interface Answer {
  append: void
  seal: void
  state: LoaderState
  stop: void
}

export type ToThread = Request & { number: number }

export type FromThread =
  | { started: true }
  | { answers: number; answer: Answer[keyof Answer] }
  | { answers: number; refused: JournalRefusal; reason: string }
  | { loaded: LoadedBlock }
  | { log: 'info' | 'warn' | 'error'; fields: object; message: string }
