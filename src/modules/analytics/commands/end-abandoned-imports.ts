import type { ClickHouseClient } from '@clickhouse/client'
import type { Kysely } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { dayIn, type Clock } from '#platform/clock'
import type { Scopes } from '#platform/scope'
import { firstHitOf, takeOut } from '../imports/past-store.ts'
import { SILENT_MS } from '../queries/visit-imports.ts'
import { tables } from '../tables.ts'

interface Needs {
  db: Kysely<{}>
  scopes: Scopes
  clock: Clock
  hits: { client: ClickHouseClient }
}

/**
 * Takes out what imports of the command line left when they were killed or lost their store, in every shop: half a past
 * would be shown for a whole one, and keep the other half out. Files that were sent to the desk are begun again instead.
 */
export async function endAbandonedImports({ db, scopes, clock, hits }: Needs): Promise<void> {
  const abandoned = await tables({ db })
    .selectFrom('analyticsImports')
    .select(['workspaceId', 'siteId', 'importId'])
    .where('state', '=', 'reading')
    .where('startedBy', 'is', null)
    .where('touchedAt', '<', new Date(clock.now().getTime() - SILENT_MS))
    .execute()
  for (const place of abandoned) {
    const { workspaceId, importId } = place
    const first = await firstHitOf(hits.client, place)
    await takeOut(hits.client, place)
    await scopes.writing(workspaceId, { kind: 'system', id: 'imports' }, async (scope) => {
      const at = scope.clock.now()
      await tables(scope)
        .updateTable('analyticsImports')
        .set({ state: 'stopped', finishedAt: at, ownAddresses: null })
        .where('workspaceId', '=', workspaceId)
        .where('importId', '=', importId)
        .where('state', '=', 'reading')
        .execute()
      const { zone } = await workspace.shopProfile(scope)
      await scope.announce({ type: 'VisitsImported', importId, from: first && dayIn(zone, first) })
    })
  }
}
