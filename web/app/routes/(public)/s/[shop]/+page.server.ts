import { error } from '@sveltejs/kit'
import { measuredPart } from '#contract/reserved.ts'
import type {} from '$features/shop-page/pages'
import { wordsFor } from '$i18n/public'
import type { PageServerLoad } from './$types'

// A page for the cheapest phone: drawn here, without a script of ours but the tracker.
export const csr = false

export const load: PageServerLoad = async ({ params, url, platform, locals, setHeaders }) => {
  const page = await platform?.req.kicau?.shopPage(params.shop, url.searchParams.get('k'))
  if (!page) error(404)
  // The shop speaks its own language, whatever the visitor's browser asks for.
  locals.language = page.language
  setHeaders({ 'cache-control': 'no-cache' })
  const t = wordsFor(page.language)
  return { page, footer: t('links:page.footer'), measured: `/s/${page.slug}/${measuredPart}` }
}
