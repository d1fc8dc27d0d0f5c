import { sql } from 'kysely'
import { installSambalBuTini, type DemoNeeds } from '#demo'
import { workspaceRoutes } from '#contract/workspace.ts'
import { acrossShops, commands as workspace, queries } from '#modules/workspace'
import { signInGuest, type Auth } from '#platform/auth'
import type { Clock } from '#platform/clock'
import { scopesOf } from '#platform/db'
import { serve, type Login, type Served } from '#platform/http'

interface DemoRoutesNeeds extends DemoNeeds {
  auth: Auth
  clock: Clock
}

// Any constant: two who open the demo at once must not lay it down twice.
const LOCK = 5_424_602

/** Opens the demo for whoever asks: a stranger becomes a guest, and the first one has it laid down. */
export const demoRoutes = (needs: DemoRoutesNeeds): Served[] => [
  serve(workspaceRoutes.openDemo, async ({ login, request, reply }) => {
    let opener: Login
    if (login) opener = login
    else {
      const guest = await signInGuest(needs.auth, request)
      void reply.header('set-cookie', guest.cookies)
      opener = guest.login
    }
    return openDemo(needs, { loginId: opener.id, name: opener.guest ? 'Tamu' : opener.name })
  }),
]

/** Finds the demo shop, or lays it down, and lets the opener in. */
export async function openDemo(needs: DemoRoutesNeeds, opener: { loginId: string; name: string }) {
  return needs.database.writer.connection().execute(async (lock) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(lock)
    try {
      const demo = (await acrossShops.allShops(needs.database.writer)).find((shop) => shop.demo)
      if (!demo) return await installSambalBuTini(needs, opener, needs.clock.now())
      const scopes = scopesOf(needs.database, needs.hits, needs.clock)
      if ((await acrossShops.roleIn(needs.database.writer, demo.id, opener.loginId)) === null)
        await scopes.writing(demo.id, { kind: 'login', id: opener.loginId }, (scope) => workspace.addMember(scope, { ...opener, role: 'owner' }))
      return await queries.shopProfile(scopes.reading(demo.id))
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(lock)
    }
  })
}
