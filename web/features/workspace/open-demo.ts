import { goto } from '$app/navigation'
import { call } from '$api/client'
import { me } from '$api/me.svelte'
import { language } from '$i18n/words.svelte'

/** Opens the demo's desk, as a guest where nobody is signed in, on the question that convinces. */
export async function openDemo(): Promise<void> {
  const shop = await call('POST /api/demo', { body: { language: language() } })
  await me.again()
  me.choose(shop.id)
  await goto('/payback')
}
