import { redirect } from '@sveltejs/kit'
import { me } from '$api/me.svelte'
import { warmDates } from '$i18n/intl'
import { words } from '$i18n/words.svelte'
import { wearTheme } from '$ui/theme'
import { doorFor } from '../../door'
import type { LayoutLoad } from './$types'

// The desk draws itself in the browser: its first HTML is a shell that the service worker can keep. A screen that says
// `ssr = true` is drawn by the server when it is what a page begins with. Not written as a literal: from one, the build
// would leave this file's `load` out of the server.
export const ssr = Boolean(false)
export const csr = true

export const load: LayoutLoad = async ({ url }) => {
  if (!import.meta.env.SSR) {
    wearTheme()
    warmDates()
  }
  await Promise.all([words('ui'), me.load()])
  // Drawing begins in a task of its own, not behind what has just come.
  if (!import.meta.env.SSR) await new Promise((resolve) => setTimeout(resolve))
  const door = doorFor(url.pathname, me)
  if (door) redirect(307, door)
}
