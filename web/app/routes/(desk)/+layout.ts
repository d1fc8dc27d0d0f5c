import { redirect } from '@sveltejs/kit'
import { me } from '$api/me.svelte'
import { words } from '$i18n/words.svelte'
import { wearTheme } from '$ui/theme'
import { doorFor } from '../../door'
import type { LayoutLoad } from './$types'

// The desk is a single-page app: its first HTML is a shell that the service worker can keep.
export const ssr = false
export const csr = true

export const load: LayoutLoad = async ({ url, fetch }) => {
  wearTheme()
  await Promise.all([words('ui'), me.load(fetch)])
  // Drawing begins in a task of its own, not behind what has just come.
  await new Promise((resolve) => setTimeout(resolve))
  const door = doorFor(url.pathname, me)
  if (door) redirect(307, door)
}
