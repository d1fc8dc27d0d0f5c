import pg from 'pg'
import { installSambalBuTini, type DemoNeeds } from '#demo'
import { workspaceRoutes } from '#contract/workspace.ts'
import { acrossShops, commands as workspace, queries } from '#modules/workspace'
import { signInGuest, type Auth } from '#platform/auth'
import type { Clock } from '#platform/clock'
import { scopesOf, type PostgresAddress } from '#platform/db'
import { serve, type Login, type Served } from '#platform/http'

interface DemoRoutesNeeds extends DemoNeeds {
  auth: Auth
  clock: Clock
  postgres: PostgresAddress
}

// Any constant: two processes that open the demo at once must not lay it down twice.
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

let underWay: Promise<string> | undefined

/** Finds the demo shop, or lays it down, and lets the opener in. */
async function openDemo(needs: DemoRoutesNeeds, opener: { loginId: string; name: string }) {
  const shopId = (await findDemo(needs)) ?? (await (underWay ??= layDown(needs, opener).finally(() => (underWay = undefined))))
  const scopes = scopesOf(needs.database, needs.hits, needs.clock)
  if ((await acrossShops.roleIn(needs.database.writer, shopId, opener.loginId)) === null)
    await scopes.writing(shopId, { kind: 'login', id: opener.loginId }, (scope) => workspace.addMember(scope, { ...opener, role: 'owner' }))
  return queries.shopProfile(scopes.reading(shopId))
}

const findDemo = async (needs: DemoRoutesNeeds) => (await acrossShops.allShops(needs.database.writer)).find((shop) => shop.demo)?.id

/** Once a process; the lock is for the other processes, on a connection of its own that no other work waits for. */
async function layDown(needs: DemoRoutesNeeds, opener: { loginId: string; name: string }): Promise<string> {
  const lock = new pg.Client({ ...needs.postgres, application_name: 'kicau-demo' })
  await lock.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK])
    return (await findDemo(needs)) ?? (await installSambalBuTini(needs, opener, needs.clock.now())).id
  } finally {
    await lock.end()
  }
}
