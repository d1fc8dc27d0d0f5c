import { askAhead } from '$api/asking.svelte'
import { words } from '$i18n/words.svelte'
import type { PageLoad } from './$types'

// Drawn by the server with the month in it.
export const ssr = true

// Activities, footings and kinds of cost are named once, in effort's words.
export const load: PageLoad = ({ url }) =>
  Promise.all([
    words('payback', 'effort', 'channels'),
    askAhead('GET /api/shops/:shop/payback/months', 'payback'),
    askAhead('GET /api/shops/:shop/payback/month/:month', 'payback', { params: { month: url.searchParams.get('month') ?? 'last' } }),
    askAhead('GET /api/shops/:shop/timer', 'timer'),
  ])
