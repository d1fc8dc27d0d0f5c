import { error, fail, redirect } from '@sveltejs/kit'
import { sharedSpans } from '#contract/visit-sharing.ts'
import { sentForm } from '$features/pay-page/sent-form'
import type {} from '$features/visits/shared/pages'
import { drawnVisits, questionWords } from '$features/visits/shared/drawn'
import { wordsFor } from '$i18n/public'
import type { Actions, PageServerLoad } from './$types'

export const csr = false

const KEY = 'kicau.visits'
const KEPT_SECONDS = 12 * 3600

// Whoever has the link may read, and nobody keeps it: no cache, no search engine, no address passed on to others. Its own form
// has to say where it comes from, which `no-referrer` would forbid.
export const load: PageServerLoad = async ({ params, url, cookies, platform, locals, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'same-origin' })
  const shown = await platform?.req.kicau?.sharedVisits(params.token, Number(url.searchParams.get('days') ?? '30'), cookies.get(KEY))
  if (!shown) error(404, 'gone', { text: wordsFor(locals.language)('visit-sharing:page.gone') })
  if ('asks' in shown) {
    locals.language = shown.language
    return { visits: null, question: questionWords(shown.asks, shown.language) }
  }
  locals.language = shown.visits.language
  // The policy of every page lets nobody frame it; the handle puts this one's in its place.
  if (shown.visits.embed) locals.framed = true
  return { visits: drawnVisits(shown.visits, sharedSpans), question: null }
}

export const actions: Actions = {
  default: async ({ params, request, cookies, platform, getClientAddress, url, locals }) => {
    const word = (await sentForm(request)).get('word')
    const opened = await platform?.req.kicau?.unlockVisits(params.token, typeof word === 'string' ? word.slice(0, 100) : '', getClientAddress())
    if (!opened) error(404, 'gone', { text: wordsFor(locals.language)('visit-sharing:page.gone') })
    if (opened === 'wrong') return fail(403, { said: opened })
    if (opened === 'too-many') return fail(429, { said: opened })
    cookies.set(KEY, opened.key, { path: `/v/${params.token}`, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:', maxAge: KEPT_SECONDS })
    redirect(303, `/v/${params.token}`)
  },
}
