import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** How many links and placements stand open on a channel. */
export const linksOnChannel = (scope: ReadScope, channel: Channel): Promise<{ open: number; placements: number }> =>
  tables(scope)
    .selectFrom('linksLinks')
    .select([sql<number>`count(*)`.as('open'), sql<number>`count(placement_id)`.as('placements')])
    .where('workspaceId', '=', scope.workspaceId)
    .where('channel', '=', channel)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow()
