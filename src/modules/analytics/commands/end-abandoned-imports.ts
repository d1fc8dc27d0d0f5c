import type { ClickHouseClient } from '@clickhouse/client'
import type { Kysely } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { dayIn, type Clock } from '#platform/clock'
import type { Scopes, WriteScope } from '#platform/scope'
import { firstHitOf, takeOut } from '../imports/past-store.ts'
import { SILENT_MS } from '../queries/visit-imports.ts'
import { tables } from '../tables.ts'

export interface AbandonedNeeds {
  db: Kysely<{}>
  scopes: Scopes
  clock: Clock
  hits: { client: ClickHouseClient }
}

/**
 * Takes out what imports of the command line left when they were killed or lost their store, in every shop: half a past
 * would be shown for a whole one, and keep the other half out. Files that were sent to the desk are begun again instead.
 */
export async function endAbandonedImports({ db, scopes, clock, hits }: AbandonedNeeds): Promise<void> {
  const abandoned = await tables({ db })
    .selectFrom('analyticsImports')
    .select(['workspaceId', 'siteId', 'importId'])
    .where('state', '=', 'reading')
    .where('startedBy', 'is', null)
    .where('touchedAt', '<', new Date(clock.now().getTime() - SILENT_MS))
    .execute()
  for (const place of abandoned) {
    const { workspaceId, importId } = place
    const change = (what: (scope: WriteScope) => Promise<void>) => scopes.writing(workspaceId, { kind: 'system', id: 'imports' }, what)
    const first = await firstHitOf(hits.client, place)
    // Written down first: whoever does this again after a kill finds no hits any more.
    if (first) await change(async (scope) => void (await abandonedIn(scope, importId).set({ firstDay: dayIn((await workspace.shopProfile(scope)).zone, first) }).execute()))
    await takeOut(hits.client, place)
    await change(async (scope) => {
      const ended = await abandonedIn(scope, importId).set({ state: 'stopped', finishedAt: scope.clock.now(), ownAddresses: null }).returning('firstDay').executeTakeFirst()
      if (ended) await scope.announce({ type: 'VisitsImported', importId, from: ended.firstDay })
    })
  }
}

const abandonedIn = (scope: WriteScope, importId: string) =>
  tables(scope).updateTable('analyticsImports').where('workspaceId', '=', scope.workspaceId).where('importId', '=', importId).where('state', '=', 'reading')
