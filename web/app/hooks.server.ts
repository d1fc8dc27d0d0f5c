import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
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
      return html
        .replace('%kicau.lang%', language)
        .replace('%kicau.theme%', theme)
        .replace('%kicau.head%', desk ? `${titleAhead(desk, language)}\n    ${preloads(desk, language)}` : '')
        .replace('%kicau.question%', desk ? questionAhead(desk, language) : '')
    },
  })
  if (event.locals.framed) {
    const policy = response.headers.get('content-security-policy') ?? ''
    response.headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'))
  }
  return response
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
