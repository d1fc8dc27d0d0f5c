import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { creatorNamed } from '../model/creator.ts'
import { tables } from '../tables.ts'

/** The channel that most orders of a creator came by, tracked or said; null where none is known to have. */
export async function channelOfCreator(scope: ReadScope, name: string): Promise<Channel | null> {
  const channel = sql<Channel>`coalesce(tracked_channel, said)`
  const row = await tables(scope)
    .selectFrom('shopOrders')
    .select(channel.as('channel'))
    .where('workspaceId', '=', scope.workspaceId)
    .where('undoneAt', 'is', null)
    .where(sql<boolean>`lower(creator) = lower(${creatorNamed(name)})`)
    .where(channel, 'is not', null)
    .groupBy(channel)
    .orderBy(sql`count(*)`, 'desc')
    .orderBy(channel)
    .executeTakeFirst()
  return row?.channel ?? null
}
