import type { Problem } from '#contract/values.ts'

// What the owner noted and the server has not acknowledged yet, in IndexedDB: it outlives the tab, and the service worker
// reads it too. This file and `send-kept.ts` therefore know nothing of screens.

/** One act as it was when she tapped. What is sent never changes afterwards: the server knows a repeat by key and content. */
export interface Act {
  /** Its Idempotency-Key, made at the tap. */
  key: string
  /** Whose it is: another login on the same phone must not send it. */
  login: string
  method: string
  /** With the shop filled in. */
  address: string
  body: unknown
  language: string
  /** What it is, in her words. */
  title: string
  /** A later act in the same place takes this one's place, as long as nobody tried to send it. */
  place?: string
  /** Where it can be mended if the server refuses it; `?mend=<key>` is added. */
  mendAt?: string
  keptAt: number
  /** When it may first have reached the server; null: it has not. */
  triedAt: number | null
  /** What the server answered, where it would not have it. */
  refused: Problem | null
}

/** `number`: its turn, by which it is found. */
export type Kept = Act & { number: number }

const acts = 'acts'
let opened: Promise<IDBDatabase> | undefined

const open = (): Promise<IDBDatabase> =>
  (opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('kicau-outbox', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(acts, { keyPath: 'number', autoIncrement: true })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'))
  }).catch((error: unknown) => {
    opened = undefined
    throw error
  }))

const answerTo = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'))
  })

/** Writes are answered when they are on disk: a phone that dies a moment later still has them. */
async function write<T>(work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
  const transaction = (await open()).transaction(acts, 'readwrite', { durability: 'strict' })
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'))
  })
  const [result] = await Promise.all([work(transaction.objectStore(acts)), done])
  return result
}

/** Everything that waits on this device, oldest first. */
export async function allKept(): Promise<Kept[]> {
  const store = (await open()).transaction(acts, 'readonly').objectStore(acts)
  return answerTo(store.getAll() as IDBRequest<Kept[]>)
}

/** Keeps an act, in place of an untried one of the same login and place. Answers its number. */
export const keep = (act: Act): Promise<number> =>
  write(async (store) => {
    const all = await answerTo(store.getAll() as IDBRequest<Kept[]>)
    for (const other of all)
      if (act.place !== undefined && other.place === act.place && other.login === act.login && other.triedAt === null) store.delete(other.number)
    return answerTo(store.add(act)) as Promise<number>
  })

/** Changes an act; `null` takes it away. Answers whether it was there, and changed. */
export const change = (number: number, next: (kept: Kept) => Kept | null | undefined): Promise<boolean> =>
  write(async (store) => {
    const kept = (await answerTo(store.get(number))) as Kept | undefined
    const changed = kept && next(kept)
    if (changed === undefined) return false
    if (changed === null) store.delete(number)
    else store.put(changed)
    return true
  })
