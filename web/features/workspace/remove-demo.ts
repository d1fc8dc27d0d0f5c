import { call } from '$api/client'
import { me } from '$api/me.svelte'

/** One tap: the demo shop is gone, and with the last one its guest too; who has another shop is back there. */
export async function removeDemo(): Promise<void> {
  await call('DELETE /api/shops/:shop/demo')
  // What waited for the demo has nowhere to go any more. Loaded now: the shell's own start goes without, and so does the server.
  const { outbox } = await import('$api/outbox.svelte')
  await outbox.look()
  for (const kept of outbox.kept) if (kept.address.includes(`/${me.shop?.id}/`)) await outbox.drop(kept)
  if (me.login?.guest && me.shops.length === 1) await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  location.assign('/')
}
