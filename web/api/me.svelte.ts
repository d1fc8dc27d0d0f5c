import type { Me } from '#contract/workspace.ts'
import { keepChoice, readChoice } from './device'
import { drawn } from './drawn'
import { fetchApi } from './fetch-api'
import { own } from './own'
import { Offline, readProblem } from './problem'

export type Login = NonNullable<Me['login']>
export type Shop = Me['shops'][number]

const shopCookie = 'kicau_shop'
const nobody: Me = { login: null, shops: [], publicUrl: null, publicUrlReachable: false, fresh: false }

class Here {
  me = $state.raw(nobody)
  shopId = $state<string | null>(null)
  loading: Promise<void> | undefined
}
const here = own(() => new Here())

/** The page may have brought it. */
const meet = async () => {
  const brought = drawn()?.me
  return brought ? take(brought) : fetchMe()
}

async function fetchMe() {
  let response: Response
  try {
    response = await fetchApi('/api/me', { headers: { accept: 'application/json' } })
  } catch (cause) {
    throw new Offline(cause)
  }
  if (!response.ok) throw await readProblem(response)
  take((await response.json()) as Me)
}

function take(me: Me) {
  const remembered = readChoice(shopCookie)
  here().me = me
  here().shopId = (me.shops.find((shop) => shop.id === remembered) ?? me.shops[0])?.id ?? null
}

/** Who is signed in, at which of their shops. `(desk)/+layout.ts` loads it before any screen. */
export const me = {
  get login() {
    return here().me.login
  },
  get shops() {
    return here().me.shops
  },
  /** The shop that the desk is at; null before the first one is made. */
  get shop(): Shop | null {
    return here().me.shops.find((shop) => shop.id === here().shopId) ?? null
  },
  get publicUrl() {
    return here().me.publicUrl
  },
  get publicUrlReachable() {
    return here().me.publicUrlReachable
  },
  /** No login exists yet: whoever signs up now is the first. */
  get fresh() {
    return here().me.fresh
  },
  /** Asks the server once; `again` after signing in or out, or after making a shop. */
  load: () => (here().loading ??= meet().catch(forget)),
  again: () => (here().loading = fetchMe().catch(forget)),
  /** As the server said it, for the page that it draws. */
  get said() {
    return here().me
  },
  choose(shopId: string) {
    here().shopId = shopId
    keepChoice(shopCookie, shopId)
  },
}

// A failed first try must not be what every later screen is given.
function forget(error: unknown): never {
  here().loading = undefined
  throw error
}
