import type { Language } from '#contract/values.ts'
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { shopCookie } from '$api/device'
import { languageCookie, languageOf } from '$i18n/language'
import { wordsFor } from '$i18n/public'
import { themeCookie, themeOf } from '$ui/theme'
import { preloads, questionAhead, titleAhead } from './ahead'

/** Language and theme stand in the first byte of HTML, so that nothing flashes and screen readers speak right. */
export const handle: Handle = async ({ event, resolve }) => {
  const asked = event.url.searchParams.get('lang') ?? event.cookies.get(languageCookie)
  event.locals.language = languageOf(asked, event.request.headers.get('accept-language'))
  const theme = themeOf(event.cookies.get(themeCookie))
  const desk = event.route.id?.startsWith('/(desk)') ? event.route.id : undefined
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => {
      // Read now: a page whose words have a language of their own says so while it loads.
      const { language } = event.locals
      const shop = desk && asksAhead(event, language) ? idOf(event.cookies.get(shopCookie)) : null
      return html
        .replace('%kicau.lang%', language)
        .replace('%kicau.theme%', theme)
        .replace('%kicau.head%', desk ? `${titleAhead(desk, language)}\n    ${preloads(desk, language, shop)}` : '')
        .replace('%kicau.question%', desk ? questionAhead(desk, language) : '')
        .replaceAll(LATER_STYLE, '')
    },
  })
  if (event.locals.framed) {
    const policy = response.headers.get('content-security-policy') ?? ''
    response.headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'))
  }
  return response
}

// Kit links the style of what is only imported later, too, and a page is not drawn before its styles are there. These come
// with their scripts, when somebody is told something or asks for an explanation.
const LATER_STYLE = /\s*<link href="[^"]*\/(?:toasts|Popover)\.[^"]*\.css" rel="stylesheet">/g

/**
 * Whether the screen's first questions may be asked with the page: somebody is signed in, the plain address is asked for, and
 * the browser's own language, in which a preload is asked, is that of the desk.
 */
function asksAhead({ request, url, cookies }: RequestEvent, language: Language): boolean {
  const desks = languageOf(cookies.get(languageCookie), request.headers.get('accept-language'))
  const browsers = languageOf(undefined, request.headers.get('accept-language')?.split(/[,;]/)[0])
  return url.search === '' && cookies.getAll().some(({ name }) => name.includes('kicau.session_token')) && language === desks && desks === browsers
}

/** What is written into a page as it is must be nothing but an id. */
const idOf = (text: string | undefined): string | null => (text && /^[\w-]{1,64}$/.test(text) ? text : null)

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
