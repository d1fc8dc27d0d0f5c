import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { installDemo, type DemoNeeds, type DemoOpener } from '#demo'
import { workspaceRoutes, type DemoShop } from '#contract/workspace.ts'
import { queries as analytics, type IncomingHit } from '#modules/analytics'
import { acrossShops, commands as workspace, queries } from '#modules/workspace'
import { signInGuest, type Auth } from '#platform/auth'
import type { Clock } from '#platform/clock'
import { scopesOf, type PostgresAddress } from '#platform/db'
import { serve, type Login, type Served } from '#platform/http'
import type { ReadScope } from '#platform/scope'

interface DemoRoutesNeeds extends DemoNeeds {
  auth: Auth
  clock: Clock
  postgres: PostgresAddress
}

// Any constant: two processes that open the demo at once must not lay it down twice.
const LOCK = 5_424_602

/** Opens a demo shop for whoever asks: a stranger becomes a guest, and the first one has it laid down. */
export const demoRoutes = (needs: DemoRoutesNeeds): Served[] => [
  serve(workspaceRoutes.openDemo, async ({ login, body, request, reply }) => {
    let opener: Login
    if (login) opener = login
    else {
      const guest = await signInGuest(needs.auth, request)
      void reply.header('set-cookie', guest.cookies)
      opener = guest.login
    }
    return openDemo(needs, body.shop, { loginId: opener.id, name: opener.guest ? 'Tamu' : opener.name })
  }),
]

const underWay = new Map<DemoShop, Promise<string>>()

/** Finds the demo shop, or lays it down, and lets the opener in. */
async function openDemo(needs: DemoRoutesNeeds, demo: DemoShop, opener: DemoOpener) {
  // It is found as soon as its orders are there; whoever comes then waits for its visits too.
  const shopId = (await underWay.get(demo)) ?? (await acrossShops.demoShopId(needs.database.writer, demo)) ?? (await laidDown(needs, demo, opener))
  const scopes = scopesOf(needs.database, needs.hits, needs.clock)
  if ((await acrossShops.roleIn(needs.database.writer, shopId, opener.loginId)) === null)
    await scopes.writing(shopId, { kind: 'login', id: opener.loginId }, (scope) => workspace.addMember(scope, { ...opener, role: 'owner' }))
  return queries.shopProfile(scopes.reading(shopId))
}

/** Once a process, whoever asks meanwhile. */
function laidDown(needs: DemoRoutesNeeds, demo: DemoShop, opener: DemoOpener): Promise<string> {
  const started = underWay.get(demo) ?? layDown(needs, demo, opener).finally(() => underWay.delete(demo))
  underWay.set(demo, started)
  return started
}

/** The lock is for the other processes, on a connection of its own that no other work waits for. */
async function layDown(needs: DemoRoutesNeeds, demo: DemoShop, opener: DemoOpener): Promise<string> {
  const lock = new pg.Client({ ...needs.postgres, application_name: 'kicau-demo' })
  await lock.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK])
    const there = await acrossShops.demoShopId(needs.database.writer, demo)
    if (there) return there
    let recorded = 0
    const record = async (hit: IncomingHit) => {
      const told = await needs.intake.record(hit)
      if (told.counted) recorded++
      return told
    }
    const { id } = await installDemo[demo]({ ...needs, intake: { record } }, opener, needs.clock.now())
    // PostgreSQL counts new rows by itself within minutes; until then it takes full tables for empty ones, and Today took
    // six times as long.
    await lock.query('analyze')
    await visitsTold(scopesOf(needs.database, needs.hits, needs.clock).reading(id), recorded)
    return id
  } finally {
    await lock.end()
  }
}

const MOST_WAIT_MS = 10_000

/**
 * Waits until the store tells of all that was recorded: the first look at a shop shows its visits, or its figures would
 * change under the reader a second later. Where the store is away they are on the disk, and come when it is back.
 */
async function visitsTold(scope: ReadScope, recorded: number): Promise<void> {
  let late = false
  const all = async () => {
    while (!late && (await analytics.hitsTold(scope).catch(() => 0)) < recorded) await wait(50)
  }
  // A store that hangs answers nothing for half a minute.
  await Promise.race([all(), wait(MOST_WAIT_MS, undefined, { ref: false })])
  late = true
}
