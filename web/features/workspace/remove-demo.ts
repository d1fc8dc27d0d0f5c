import { call } from '$api/client'
import { me } from '$api/me.svelte'

/** One tap: the demo shop is gone, and its guest too; a member of a shop of their own is back there. */
export async function removeDemo(): Promise<void> {
  await call('DELETE /api/shops/:shop/demo')
  if (me.login?.guest) await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  location.assign('/')
}
