import { AsyncLocalStorage } from 'node:async_hooks'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { answers } from '$api/answers'
import { drawnAs } from '$api/drawn'
import { me } from '$api/me.svelte'
import { readersFrom, type Reader } from '$api/own'
import { languageCookie, languageOf } from '$i18n/language'
import { everyBundle, wordsFor } from '$i18n/public'
import { speak, wordsAtHand } from '$i18n/words.svelte'
import { themeCookie, themeOf } from '$ui/theme'
import { preloads, questionAhead, titleAhead } from './ahead'

const readers = new AsyncLocalStorage<Reader>()
readersFrom(() => readers.getStore())
for (const { language, namespace, bundle } of everyBundle) wordsAtHand(language, namespace, bundle)

/** Language and theme stand in the first byte of HTML, so that nothing flashes and screen readers speak right. */
export const handle: Handle = ({ event, resolve }) =>
  readers.run(readerOf(event), async () => {
    const asked = event.url.searchParams.get('lang') ?? event.cookies.get(languageCookie)
    event.locals.language = languageOf(asked, event.request.headers.get('accept-language'))
    speak(event.locals.language)
    const theme = themeOf(event.cookies.get(themeCookie))
    const desk = event.route.id?.startsWith('/(desk)') ? event.route.id : undefined
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => {
        // Read now: a page whose words have a language of their own says so while it loads.
        const { language } = event.locals
        const isDrawn = html.includes('<main id="content"')
        const head = desk ? [isDrawn ? '' : titleAhead(desk, language), preloads(desk, language, isDrawn)].join('\n    ') : ''
        return html
          .replace('%kicau.lang%', language)
          .replace('%kicau.theme%', theme)
          .replace('%kicau.head%', () => head)
          .replace('%kicau.question%', () => (desk && !isDrawn ? questionAhead(desk, language) : ''))
          .replace('%kicau.drawn%', () => (isDrawn ? drawnAs({ me: me.said, answers: answers().known(), at: Date.now() }) : ''))
      },
    })
    if (event.locals.framed) {
      const policy = response.headers.get('content-security-policy') ?? ''
      response.headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'))
    }
    // Who leaves the desk, or signs out, leaves nothing of it in the browser's store.
    if (desk) response.headers.set('cache-control', 'no-store')
    return packed(event.request, response)
  })

function readerOf({ request, platform, url }: RequestEvent): Reader {
  const cookies = request.headers.get('cookie') ?? ''
  return {
    cookies,
    own: new Map(),
    ask: async (address, headers) => {
      const asked = { ...headers, cookie: cookies }
      const answered = await platform?.req.kicau?.answer(address, asked)
      // `npm run dev:web` passes it on to a running Kicau.
      if (!answered) return fetch(new URL(address, url.origin), { headers: asked })
      return new Response(answered.body, { status: answered.status, headers: { 'content-type': 'application/json' } })
    },
  }
}

const pack = promisify(gzip)

/** Pages go over slow networks. Files are packed when they are built (adapter-node). */
async function packed(request: Request, response: Response): Promise<Response> {
  if (!response.headers.get('content-type')?.startsWith('text/html') || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return response
  const headers = new Headers(response.headers)
  headers.set('content-encoding', 'gzip')
  headers.append('vary', 'accept-encoding')
  const body = new Uint8Array(await pack(Buffer.from(await response.arrayBuffer())))
  headers.set('content-length', String(body.length))
  return new Response(body, { status: response.status, headers })
}

/** The error page is rendered before any words are loaded, so they travel with the error. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const status = kind === 'unknown' ? 500 : error.status
  // The server's own log catches what is written to stderr.
  if (status >= 500) console.error(error)
  const t = wordsFor(event.locals.language ?? 'id')
  return status === 404
    ? { title: t('ui:lost.title'), text: t('ui:lost.text'), home: t('ui:lost.home') }
    : { title: t('ui:broken.title'), text: t('ui:broken.todo'), home: t('ui:lost.home') }
}
