import type { Me } from '#contract/workspace.ts'
import { keepChoice, readChoice, shopCookie } from './device'
import { inPage } from './in-page'
import { Offline, readProblem } from './problem'

export type Login = NonNullable<Me['login']>
export type Shop = Me['shops'][number]

const nobody: Me = { login: null, shops: [], publicUrl: null, publicUrlReachable: false, fresh: false }

const answer = $state<{ me: Me; shopId: string | null }>({ me: nobody, shopId: null })
let loading: Promise<void> | undefined

async function readMe(fetch = globalThis.fetch) {
  answer.me = ((await inPage('/api/me')) ?? (await fetchMe(fetch))) as Me
  const remembered = readChoice(shopCookie)
  const shops = answer.me.shops
  const shopId = (shops.find((shop) => shop.id === remembered) ?? shops[0])?.id ?? null
  // The next page is answered with what this shop's screens ask for first.
  if (shopId && shopId !== remembered) keepChoice(shopCookie, shopId)
  answer.shopId = shopId
}

async function fetchMe(fetch: typeof globalThis.fetch): Promise<unknown> {
  let response: Response
  try {
    response = await fetch('/api/me', { headers: { accept: 'application/json' } })
  } catch (cause) {
    throw new Offline(cause)
  }
  if (!response.ok) throw await readProblem(response)
  return response.json()
}

/** Who is signed in, at which of their shops. `(desk)/+layout.ts` loads it before any screen. */
export const me = {
  get login() {
    return answer.me.login
  },
  get shops() {
    return answer.me.shops
  },
  /** The shop that the desk is at; null before the first one is made. */
  get shop(): Shop | null {
    return answer.me.shops.find((shop) => shop.id === answer.shopId) ?? null
  },
  get publicUrl() {
    return answer.me.publicUrl
  },
  get publicUrlReachable() {
    return answer.me.publicUrlReachable
  },
  /** No login exists yet: whoever signs up now is the first. */
  get fresh() {
    return answer.me.fresh
  },
  /** Asks the server once; `again` after signing in or out, or after making a shop. */
  load: (fetch?: typeof globalThis.fetch) => (loading ??= readMe(fetch).catch(forget)),
  again: () => (loading = readMe().catch(forget)),
  choose(shopId: string) {
    answer.shopId = shopId
    keepChoice(shopCookie, shopId)
  },
}

/** For what the server draws of the desk (app/answer-ahead.ts): somebody's, until nobody's again. */
export function standIn(me: Me = nobody, shopId: string | null = null) {
  answer.me = me
  answer.shopId = shopId
}

// A failed first try must not be what every later screen is given.
function forget(error: unknown): never {
  loading = undefined
  throw error
}
