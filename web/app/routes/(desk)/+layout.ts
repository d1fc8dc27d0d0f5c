import { redirect } from '@sveltejs/kit'
import { me } from '$api/me.svelte'
import { amount, today } from '$i18n/format.svelte'
import { words } from '$i18n/words.svelte'
import { wearTheme } from '$ui/theme'
import { doorFor } from '../../door'
import type { LayoutLoad } from './$types'

// The desk is a single-page app: its first HTML is a shell that the service worker can keep.
export const ssr = false
export const csr = true

export const load: LayoutLoad = async ({ url, fetch }) => {
  wearTheme()
  const arriving = Promise.all([words('ui'), me.load(fetch)])
  // The first date and amount of a page cost as much as drawing a screen: paid here, while the network is waited for.
  today()
  amount(0)
  await arriving
  const door = doorFor(url.pathname, me)
  if (door) redirect(307, door)
}
