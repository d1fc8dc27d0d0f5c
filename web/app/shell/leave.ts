import { headersOf } from '$api/client'
import { outbox } from '$api/outbox.svelte'

/** Signs out, and starts anew: nothing of the shop stays on the device. */
export async function leave() {
  const headers = { ...headersOf('POST', {}), 'content-type': 'application/json' }
  await fetch('/api/auth/sign-out', { method: 'POST', headers, body: '{}' })
  outbox.forget()
  if ('caches' in window) for (const name of await caches.keys()) await caches.delete(name)
  location.assign('/login')
}
