import { error } from '@sveltejs/kit'
import type {} from '$features/reports/pages'
import { wordsFor } from '$i18n/public'
import type { PageServerLoad } from './$types'

export const csr = false

// Whoever has the link may read, and nobody keeps it: no cache, no search engine, no address passed on.
export const load: PageServerLoad = async ({ params, platform, locals, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' })
  const shared = await platform?.req.kicau?.sharedReport(params.token)
  if (!shared) error(404, 'gone', { text: wordsFor(locals.language)('reports:share.gone') })
  locals.language = shared.report.language
  return shared
}
