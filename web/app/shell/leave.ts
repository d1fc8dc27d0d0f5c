import { headersOf } from '$api/client'
import { Offline } from '$api/problem'

/** How much of this login's would be lost by signing out: what it noted, and the server does not have yet. */
export async function notSentYet(): Promise<number> {
  const { outbox } = await import('$api/outbox.svelte')
  await outbox.look()
  return outbox.kept.length
}

/** Signs out, and starts anew: nothing of the login stays on the device. Throws `Offline` where the server was not reached. */
export async function leave() {
  const headers = { ...headersOf('POST', {}), 'content-type': 'application/json' }
  await fetch('/api/auth/sign-out', { method: 'POST', headers, body: '{}' }).catch((cause: unknown) => {
    throw new Offline(cause)
  })
  const { outbox } = await import('$api/outbox.svelte')
  await outbox.forget()
  sessionStorage.clear()
  if ('caches' in window) for (const name of await caches.keys()) await caches.delete(name)
  location.assign('/login')
}
