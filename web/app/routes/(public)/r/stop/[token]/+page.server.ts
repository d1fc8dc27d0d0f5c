import { error } from '@sveltejs/kit'
import type {} from '$features/reports/pages'
import type { PageServerLoad } from './$types'

export const csr = false

export const load: PageServerLoad = async ({ params, platform, locals, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' })
  const stop = await platform?.req.kicau?.reportStop(params.token)
  if (!stop) error(404)
  locals.language = stop.language
  return { stop }
}
