import type { Channel } from '#contract/channels.ts'
import type { HandOver } from '#contract/publishing.ts'
import type { Networks } from '#modules/networks'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { whole } from './posts.ts'

export interface HandOverWaiting {
  targetId: string
  postId: string
  network: string
  channel: Channel
  text: string
  /** Since when it waits. */
  dueAt: Date
}

const waiting = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('target.state', '=', 'handed-over')
    .where('post.deletedAt', 'is', null)
    .orderBy('target.dueAt')
    .orderBy('target.targetId')
    .limit(200)

/** What waits for a person to post it, the longest waiting first. */
export async function handOversWaiting(scope: ReadScope): Promise<HandOverWaiting[]> {
  const rows = await waiting(scope)
    .select(['target.targetId', 'target.postId', 'target.network', 'target.channel', 'target.finalText', 'target.dueAt'])
    .execute()
  return rows.map(({ finalText, dueAt, ...row }) => ({ ...row, text: finalText ?? '', dueAt: dueAt! }))
}

/** The same with all that it takes to post it. */
export async function handOvers(scope: ReadScope, networks: Networks): Promise<HandOver[]> {
  const rows = await waiting(scope).selectAll('post').select('target.targetId as waitingTarget').execute()
  const posts = await whole(scope, networks, [...new Map(rows.map((row) => [row.postId, row])).values()])
  return rows.flatMap(({ postId, waitingTarget }) => {
    const post = posts.find(({ id }) => id === postId)
    const target = post?.targets.find(({ id }) => id === waitingTarget)
    return post && target ? [{ post, target }] : []
  })
}
