import { createQuery } from '@tanstack/svelte-query'
import { language } from '$i18n/words.svelte'
import { send, type Loose } from './client'
import { sight } from './in-sight'
import { me } from './me.svelte'
import type { Answer, Input, RouteKey } from './routes'

type GetKey = Extract<RouteKey, `GET ${string}`>
interface About<K extends GetKey> {
  /** The topic by which `refresh` and `onLive` find it: the module's name, or a finer one. */
  about: string
  /** Read again whenever something reactive in it changes. */
  with?: () => Input<K>
  /** Keeps the answer before on screen until that to a changed question is there. */
  keep?: boolean
  /** Not asked while this says false. */
  when?: () => boolean
}

/**
 * Asks a GET route and keeps its answer: `const orders = ask('GET /api/shops/:shop/orders', { about: 'orders' })`,
 * then `orders.data`, `orders.isPending`, `orders.error`, or `<Loaded query={orders}>`. Inside an `<InSight>` it is asked
 * only while the reader is near.
 */
export function ask<K extends GetKey>(key: K, options: About<K>) {
  const near = sight()
  return createQuery<Answer<K>>(() => {
    const input = options.with?.()
    return {
      // The language is part of the key: titles and sentences of an answer come in the reader's language.
      queryKey: [options.about, key, me.shop?.id, language(), input],
      queryFn: ({ signal }) => send(key, { ...input, signal } as Loose) as Promise<Answer<K>>,
      enabled: near() && (options.when?.() ?? true),
      ...(options.keep && { placeholderData: (before: unknown) => before as never }),
    }
  })
}
