import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PublishedPost {
  text: string
  channel: Channel
  /** Where it stands on its network. */
  address: string
  publishedAt: Date
}

/** The post that went out last and can be looked at on its network; null where there is none. */
export async function newestPublished(scope: ReadScope): Promise<PublishedPost | null> {
  const row = await tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .select(['post.text', 'target.ownText', 'target.channel', 'target.address', 'target.publishedAt'])
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('target.state', '=', 'published')
    .where('target.address', 'is not', null)
    .where('target.publishedAt', 'is not', null)
    .where('post.deletedAt', 'is', null)
    .orderBy('target.publishedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { text: row.ownText ?? row.text, channel: row.channel, address: row.address!, publishedAt: row.publishedAt! } : null
}
