import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** How many posts went out on a channel in a span (`to` excluded), and how many of them somebody carried over by hand. */
export const wentOut = (scope: ReadScope, channel: Channel, { from, to }: { from: Date; to: Date }): Promise<{ posts: number; handedOver: number }> =>
  tables(scope)
    .selectFrom('publishingTargets')
    .select([
      sql<number>`count(distinct post_id)`.as('posts'),
      sql<number>`count(distinct post_id) filter (where way = 'hand-over')`.as('handedOver'),
    ])
    .where('workspaceId', '=', scope.workspaceId)
    .where('channel', '=', channel)
    .where('publishedAt', '>=', from)
    .where('publishedAt', '<', to)
    .executeTakeFirstOrThrow()
