import { queries as analytics } from '#modules/analytics'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** So many counted days are looked at again: a hit may reach the store late, and the last day was not over. */
const AGAIN_DAYS = 2
/** A statement takes 65,535 values. */
const MOST_ROWS = 10_000

/**
 * Keeps the visits of the sites whose visits earn, by day and channel, from `since` on; else from where it stopped. Counting
 * again changes nothing. Throws where the stream of hits can't be asked: what was counted stays.
 */
export async function countTraffic(scope: WriteScope, since?: string): Promise<void> {
  const { workspaceId } = scope
  const worths = await tables(scope).selectFrom('shopTrafficWorths').select(['siteId', 'fromDay']).where('workspaceId', '=', workspaceId).orderBy('fromDay').execute()
  if (worths.length === 0) return
  const { zone } = await workspace.shopProfile(scope)
  const today = dayIn(zone, scope.clock.now())
  const from = since ?? (await lastCounted(scope)) ?? worths[0]!.fromDay
  const seen = await analytics.visitsByDay(scope, { from: startOfDay(zone, from), to: startOfDay(zone, addDays(today, 1)) }, { zone, sites: [...new Set(worths.map(({ siteId }) => siteId))] })

  const before = await tables(scope).selectFrom('shopTrafficVisits').select(['siteId', 'day', 'channel', 'visits']).where('workspaceId', '=', workspaceId).where('day', '>=', from).execute()
  const kept = new Map(before.map((row) => [keyOf(row), row.visits]))
  const changed = seen.filter((row) => kept.get(keyOf(row)) !== row.visits)
  const still = new Set(seen.map(keyOf))
  const gone = before.filter((row) => !still.has(keyOf(row)))
  for (const { siteId, day, channel } of gone)
    await tables(scope).deleteFrom('shopTrafficVisits').where('workspaceId', '=', workspaceId).where('siteId', '=', siteId).where('day', '=', day).where('channel', '=', channel).execute()
  for (let at = 0; at < changed.length; at += MOST_ROWS)
    await tables(scope)
      .insertInto('shopTrafficVisits')
      .values(changed.slice(at, at + MOST_ROWS).map((row) => ({ workspaceId, ...row })))
      .onConflict((conflict) => conflict.columns(['workspaceId', 'siteId', 'day', 'channel']).doUpdateSet(({ ref }) => ({ visits: ref('excluded.visits') })))
      .execute()
  if (changed.length + gone.length > 0) await scope.announce({ type: 'TrafficCounted', from })
}

async function lastCounted(scope: WriteScope): Promise<string | undefined> {
  const last = await tables(scope).selectFrom('shopTrafficVisits').select('day').where('workspaceId', '=', scope.workspaceId).orderBy('day', 'desc').limit(1).executeTakeFirst()
  return last && addDays(last.day, -AGAIN_DAYS)
}

const keyOf = ({ siteId, day, channel }: { siteId: string; day: string; channel: string }) => `${siteId} ${day} ${channel}`
