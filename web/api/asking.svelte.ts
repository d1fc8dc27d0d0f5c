import { language } from '$i18n/words.svelte'
import { answers } from './answers'
import { send, type Loose } from './client'
import { sight } from './in-sight'
import { me } from './me.svelte'
import type { Answer, Input, RouteKey } from './routes'

export type GetKey = Extract<RouteKey, `GET ${string}`>

export interface About<K extends GetKey> {
  /** The topic by which `refresh` and `onLive` find it: the module's name, or a finer one. */
  about: string
  /** Read again whenever something reactive in it changes. */
  with?: () => Input<K>
  /** Keeps the answer before on screen until that to a changed question is there. */
  keep?: boolean
  /** Not asked while this says false. */
  when?: () => boolean
}

export interface Asked<T> {
  readonly data: T | undefined
  readonly error: unknown
  /** Neither answered nor failed yet. */
  readonly isPending: boolean
  /** When the answer came, in milliseconds. */
  readonly dataUpdatedAt: number
  refetch(): Promise<void>
}

/**
 * Asks a GET route and keeps its answer: `const orders = ask('GET /api/shops/:shop/orders', { about: 'orders' })`,
 * then `orders.data`, `orders.isPending`, `orders.error`, or `<Loaded query={orders}>`. Inside an `<InSight>` it is asked
 * only while the reader is near.
 */
export function ask<K extends GetKey>(key: K, options: About<K>): Asked<Answer<K>> {
  const near = sight()
  const answer = $derived(answerTo(key, options.about, options.with?.()))
  const wanted = $derived(near() && (options.when?.() ?? true))

  $effect(() => {
    if (wanted) return answer.wait()
  })

  let before: unknown
  const said = $derived.by(() => {
    const { data, error, at } = answer.said
    if (data !== undefined) before = data
    return { data: data ?? (options.keep && !error ? before : undefined), error, at }
  })

  return {
    get data() {
      return said.data as Answer<K> | undefined
    },
    get error() {
      return said.error
    },
    get isPending() {
      return said.data === undefined && !said.error
    },
    get dataUpdatedAt() {
      return said.at
    },
    refetch: () => answer.again(),
  }
}

/** The language is part of the question: titles and sentences of an answer come in the reader's language. */
function answerTo<K extends GetKey>(key: K, about: string, input: Input<K> | undefined) {
  return answers.to([key, me.shop?.id, language(), input], about, (signal) => send(key, { ...input, signal } as Loose))
}
