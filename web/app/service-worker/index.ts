import { version } from '$app/env'
import { routes } from '$app/manifest'
import { self } from '$app/service-worker'

// Browsers run this only on https or localhost; on a shop's own network over plain http nothing is installed.
// A new build is a new cache: what nobody asks for any more goes with the old one.
const kept = `kicau-${version}`
// Every desk route answers with the same shell, and nobody's data are in it.
const shell = '/today'
const patience = 4_000

const deskPaths = routes.filter((route) => route.id.startsWith('/(desk)/')).map((route) => route.id.slice('/(desk)'.length))
const isDesk = (path: string) => path === '/' || deskPaths.some((one) => path === one || path.startsWith(`${one}/`))

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (pathname.startsWith('/_app/immutable/')) event.respondWith(onceFetched(request))
  else if (pathname === '/api/me') event.respondWith(fresh(request, request))
  else if (request.mode === 'navigate' && isDesk(pathname)) event.respondWith(fresh(request, shell))
})

async function keepShell() {
  const cache = await caches.open(kept)
  const response = await fetch(shell)
  const html = await response.clone().text()
  await cache.put(shell, response)
  // What the shell names in its head is what the desk starts with; the rest is kept as it is used.
  const files = [...html.matchAll(/"(\/_app\/immutable\/[^"]+)"/g)].map((match) => match[1]!)
  await cache.addAll([...new Set(files)])
}

async function forgetOthers() {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name)
}

/** Files whose name changes with their content. */
async function onceFetched(request: Request) {
  const cache = await caches.open(kept)
  const known = await cache.match(request)
  if (known) return known
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/** The newest where it comes in time, else the last one kept. */
async function fresh(request: Request, under: Request | string) {
  const cache = await caches.open(kept)
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patience) })
    if (response.ok) await cache.put(under, response.clone())
    return response
  } catch (error) {
    const known = await cache.match(under)
    if (known) return known
    throw error
  }
}
