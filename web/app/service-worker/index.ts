import { version } from '$app/env'
import { routes } from '$app/manifest'
import { self } from '$app/service-worker'
import { sendKept, type Changed } from '../../api/outbox/send-kept'
import { shellOf } from '../shell-of'
import { isSharedCache, keepSharedChat } from '../../features/orders/shared-chat'

// Browsers run this only on https or localhost; on a shop's own network over plain http nothing is installed.
// A new build is a new cache: what nobody asks for any more goes with the old one.
const kept = `kicau-${version}`
// Every desk route answers with the same shell; it is kept without what is in it of a person or a screen.
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
  if (origin !== self.location.origin) return
  if (request.method === 'POST' && pathname === '/orders/chat') return event.respondWith(takeShared(request))
  if (request.method !== 'GET') return
  if (pathname.startsWith('/_app/immutable/')) event.respondWith(onceFetched(request))
  else if (pathname === '/api/me' || /^\/api\/shops\/[\w-]+\/products$/.test(pathname)) event.respondWith(fresh(request, request))
  // One evening is kept, whichever day's: without a network its channels are what is needed.
  else if (/^\/api\/shops\/[\w-]+\/evening$/.test(pathname)) event.respondWith(fresh(request, pathname))
  else if (request.mode === 'navigate' && isDesk(pathname)) event.respondWith(freshPage(request, (work) => event.waitUntil(work)))
})

// A page names the files that its offline screens are made of, and the answers they begin with.
self.addEventListener('message', (event) => {
  const { keep = [], fetch: answers = [] } = (event.data ?? {}) as { keep?: string[]; fetch?: string[] }
  event.waitUntil(keepMore(keep, answers))
})

// The browser says that there is a network again, also to a desk that is closed.
self.addEventListener('sync' as 'message', (event) => {
  if ((event as unknown as { tag: string }).tag === 'kicau-outbox') event.waitUntil(sendOnSync())
})

async function sendOnSync() {
  const { sent, stopped } = await sendKept()
  new BroadcastChannel('kicau-outbox').postMessage({ sent } satisfies Changed)
  // What throws is tried again by the browser.
  if (stopped === 'away') throw new Error('not reached')
}

/** Another app's share button (static/manifest.webmanifest): the file waits for the screen, which reads and forgets it. */
async function takeShared(request: Request) {
  await keepSharedChat(await request.formData())
  return Response.redirect('/orders/chat', 303)
}

async function keepMore(files: string[], answers: string[]) {
  const cache = await caches.open(kept)
  for (const file of files) if (!(await cache.match(file))) await cache.add(file).catch(() => {})
  for (const address of answers) {
    const { pathname } = new URL(address, self.location.origin)
    const response = await fetch(address, { headers: { accept: 'application/json' } }).catch(() => null)
    if (response?.ok) await cache.put(pathname, response)
  }
}

async function keepShell() {
  const cache = await caches.open(kept)
  const html = await keepPage(await fetch(shell))
  // What the shell names in its head is what the desk starts with; the rest is kept as it is used.
  const files = [...html.matchAll(/"(\/_app\/immutable\/[^"]+)"/g)].map((match) => match[1]!)
  await cache.addAll([...new Set(files)])
}

async function forgetOthers() {
  for (const name of await caches.keys()) if (name !== kept && !isSharedCache(name)) await caches.delete(name)
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

/** The newest where it comes in time, else the last one kept; where none is kept, the newest however long it takes. */
async function fresh(request: Request, under: Request | string) {
  const cache = await caches.open(kept)
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patience) })
    if (response.ok) await cache.put(under, response.clone())
    return response
  } catch (error) {
    const known = await cache.match(under, { ignoreVary: true })
    if (!known && error instanceof DOMException && error.name === 'TimeoutError') return fetch(request)
    if (!known) throw error
    return known
  }
}

/** The newest page where it begins in time, shown as it comes; else the shell kept last. */
async function freshPage(request: Request, beside: (work: Promise<unknown>) => void) {
  const patient = new AbortController()
  const timer = setTimeout(() => patient.abort(), patience)
  try {
    const response = await fetch(request, { signal: patient.signal })
    if (response.ok) beside(keepPage(response.clone()).catch(() => {}))
    return response
  } catch (error) {
    const known = await (await caches.open(kept)).match(shell, { ignoreVary: true })
    if (!known) throw error
    return known
  } finally {
    clearTimeout(timer)
  }
}

/** Keeps a page as the shell; returns what was kept. */
async function keepPage(page: Response) {
  const html = shellOf(await page.text())
  const headers = new Headers(page.headers)
  headers.delete('content-encoding')
  await (await caches.open(kept)).put(shell, new Response(html, { headers }))
  return html
}
