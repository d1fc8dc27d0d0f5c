import { preloadCode } from '$app/navigation'
import { addressOf } from '$api/client'
import { today } from '$i18n/format.svelte'
import { words } from '$i18n/words.svelte'

/**
 * Has the service worker keep what the order form and the evening need without a network: their files in the reader's
 * language, whatever this page has used already, and who is here, the products and channels as they are now.
 */
export async function keepScreens() {
  await Promise.all([
    ...(['/(desk)/orders/new', '/(desk)/hours', '/(desk)/more'] as const).map((route) => preloadCode(route)),
    words('shop', 'effort', 'channels'),
    // What these open only when it is needed.
    import('$ui/toasts'),
    import('$ui/SheetBody.svelte'),
  ])
  // Over plain http nothing is kept: what was brought is there for as long as this page is.
  if (!navigator.serviceWorker) return
  await navigator.serviceWorker.register('/service-worker.js')
  const { active } = await navigator.serviceWorker.ready
  const used = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
  const files = used.filter((url) => url.origin === location.origin && url.pathname.startsWith('/_app/immutable/')).map((url) => url.pathname)
  const answers = [
    '/api/me',
    addressOf('GET /api/shops/:shop/products'),
    addressOf('GET /api/shops/:shop/evening', { query: { day: today() } }),
  ]
  active?.postMessage({ keep: files, fetch: answers })
}
