import { goto } from '$app/navigation'
import type { DemoShop } from '#contract/workspace.ts'
import { call } from '$api/client'
import { me } from '$api/me.svelte'

// As the contract lists them; the web takes only types from there.
const all: readonly DemoShop[] = ['sambal-bu-tini', 'kuih-kak-ros']

/** The demo shops, the reader's neighbour first. */
export const demosFor = (language: string): readonly DemoShop[] => (language === 'ms' ? all.toReversed() : all)

export const demoNamed = (text: string | null) => all.find((demo) => demo === text)

/** Opens a demo shop's desk, as a guest where nobody is signed in, on the question that convinces. */
export async function openDemo(demo: DemoShop): Promise<void> {
  const shop = await call('POST /api/demo', { body: { shop: demo } })
  await me.again()
  me.choose(shop.id)
  await goto('/payback')
}
