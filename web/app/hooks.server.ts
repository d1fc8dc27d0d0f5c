import type { Language } from '#contract/values.ts'
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { shopCookie } from '$api/device'
import { languageCookie, languageOf } from '$i18n/language'
import { wordsFor } from '$i18n/public'
import { themeCookie, themeOf } from '$ui/theme'
import { preloads, questionAhead, titleAhead } from './ahead'
import { aheadOf } from './ahead-of'
import { answerAhead, broughtBy } from './answer-ahead'
import { inParts } from './in-parts'

/** Language and theme stand in the first byte of HTML, so that nothing flashes and screen readers speak right. */
export const handle: Handle = async ({ event, resolve }) => {
  const asked = event.url.searchParams.get('lang') ?? event.cookies.get(languageCookie)
  event.locals.language = languageOf(asked, event.request.headers.get('accept-language'))
  const theme = themeOf(event.cookies.get(themeCookie))
  const desk = event.route.id?.startsWith('/(desk)') ? event.route.id : undefined
  const answers = desk ? answersAhead(event, desk) : null
  const parts = answers && answerAhead(desk!, { ...answers, language: event.locals.language })
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => {
      // Read now: a page whose words have a language of their own says so while it loads.
      const { language } = event.locals
      const shop = desk && asksAhead(event, language) ? idOf(event.cookies.get(shopCookie)) : null
      const named = desk ? preloads(desk, language, shop, answers?.brought ?? []) : ''
      return inOrder(html.replaceAll(LATER_STYLE, (link, name: string) => (isLater(name, desk) ? '' : link)), named, answers !== null)
        .replace('%kicau.lang%', language)
        .replace('%kicau.theme%', theme)
        .replace('%kicau.title%', desk ? titleAhead(desk, language) : '')
        .replace('%kicau.body%', desk && aheadOf[desk] ? ` data-ahead${answers ? ` data-answers="${answers.brought.join(' ')}"` : ''}` : '')
        .replace('%kicau.ahead%', answers ? PARTS : desk ? questionAhead(desk, language) : '')
    },
  })
  if (event.locals.framed) {
    const policy = response.headers.get('content-security-policy') ?? ''
    response.headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'))
  }
  return parts && response.status === 200 ? inParts(event.request, response, PARTS, parts) : response
}

const PARTS = '%kicau.parts%'

// Kit links the style of what is only imported later, too, and a page is not drawn before its styles are there. These come
// with their scripts: when somebody is told something or asks for an explanation, or unfolds a part of the screen.
const LATER_STYLE = /\s*<link href="[^"]*\/(\w+)\.[^"]*\.css" rel="stylesheet">/g
const isLater = (name: string, route?: string) => name === 'toasts' || name === 'Popover' || (route && aheadOf[route]?.later?.includes(name))

const STYLE = /\s*<link href="[^"]*" rel="stylesheet">/g
const SCRIPT = 'rel="modulepreload"'

/**
 * What a page names, in the order in which it is needed: a browser fetches six files at once over plain http, and draws
 * nothing before the styles are there. Where the page can be `read` before any script has run, scripts come behind all of it.
 */
function inOrder(html: string, named: string, read: boolean): string {
  const styles = html.match(STYLE)?.join('') ?? ''
  const rest = html.replaceAll(STYLE, '').replace('%kicau.head%', () => `${styles.trim()}\n    ${named}`)
  return read ? rest.replaceAll(SCRIPT, `${SCRIPT} fetchpriority="low"`) : rest
}

/**
 * Whether the screen's first questions may be asked with the page: somebody is signed in, the plain address is asked for, and
 * the browser's own language, in which a preload is asked, is that of the desk.
 */
function asksAhead(event: RequestEvent, language: Language): boolean {
  const { request, cookies } = event
  const desks = languageOf(cookies.get(languageCookie), request.headers.get('accept-language'))
  const browsers = languageOf(undefined, request.headers.get('accept-language')?.split(/[,;]/)[0])
  return isPlain(event) && language === desks && desks === browsers
}

const isPlain = ({ url, cookies }: RequestEvent) => url.search === '' && cookies.getAll().some(({ name }) => name.includes('kicau.session_token'))

/** Whether the screen's answer is written into the page, and which; who asks is found out by the API itself. */
function answersAhead(event: RequestEvent, route: string) {
  const [shop, ask] = [idOf(event.cookies.get(shopCookie)), event.platform?.req.kicauAsk]
  if (!shop || !ask || !isPlain(event) || event.request.method !== 'GET') return null
  const brought = broughtBy(route, shop)
  return brought.length === 0 ? null : { shop, brought, ask: (address: string) => ask(address, event.locals.language) }
}

/** What is written into a page as it is must be nothing but an id. */
const idOf = (text: string | undefined): string | null => (text && /^[\w-]{1,64}$/.test(text) ? text : null)

/** The error page is rendered before any words are loaded, so they travel with the error. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const status = kind === 'unknown' ? 500 : error.status
  // The server's own log catches what is written to stderr.
  if (status >= 500) console.error(error)
  const t = wordsFor(event.locals.language ?? 'id')
  // A page that knows more than that there is none says so (`error`, its `text`).
  const said = kind === 'app' ? error.text : undefined
  if (event.request.method === 'POST' && status < 500 && status !== 404) {
    const told = status === 413 ? 'pay:tooLong' : 'pay:unread'
    return { title: t(`${told}.title`), text: t(`${told}.text`), home: t('pay:unread.again'), to: event.url.pathname + event.url.search }
  }
  return status === 404
    ? { title: t('ui:lost.title'), text: said ?? t('ui:lost.text'), home: t('ui:lost.home') }
    : { title: t('ui:broken.title'), text: t('ui:broken.todo'), home: t('ui:lost.home') }
}
