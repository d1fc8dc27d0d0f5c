import type { Login, Shop } from '$api/me.svelte'

// Open to who has not signed in, or has no shop yet.
const beforeLogin = ['/login', '/demo', '/invite']
const beforeShop = [...beforeLogin, '/begin']

const under = (paths: string[], path: string) => paths.some((one) => path === one || path.startsWith(`${one}/`))

/** Screens that stand alone, without the desk's places around them; from the first step to the last. */
export const standsAlone = (path: string) => under(beforeShop, path)

/** Where someone must be sent first, or null where they may stay. */
export function doorFor(path: string, who: { login: Login | null; shop: Shop | null }): string | null {
  if (!who.login) return under(beforeLogin, path) ? null : '/login'
  if (!who.shop) return under(beforeShop, path) ? null : '/begin'
  return path === '/' || path === '/login' ? '/today' : null
}
