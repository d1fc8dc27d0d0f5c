import type { Channel } from '#contract/channels.ts'
import type { TargetState } from '#contract/publishing.ts'
import type { Way } from '#contract/networks.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PostDue {
  postId: string
  targetId: string
  network: string
  way: Way
  channel: Channel
  state: TargetState
  dueAt: Date
  text: string
  why: string | null
}

/**
 * What of publishing belongs to today in the shop's zone: what goes out by its end, what waits for a person, and what
 * failed or could not be found out within the last week. By its hour.
 */
export async function postsDue(scope: ReadScope): Promise<PostDue[]> {
  const now = scope.clock.now()
  const { zone } = await workspace.shopProfile(scope)
  const endOfToday = startOfDay(zone, addDays(dayIn(zone, now), 1))
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000)
  const rows = await tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .select(['target.postId', 'target.targetId', 'target.network', 'target.way', 'target.channel', 'target.state', 'target.dueAt', 'target.finalText', 'post.text', 'target.why'])
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('post.deletedAt', 'is', null)
    .where('target.dueAt', 'is not', null)
    .where(({ or, and, eb }) =>
      or([
        and([eb('target.state', 'in', ['scheduled', 'due', 'attempting']), eb('target.dueAt', '<', endOfToday)]),
        eb('target.state', '=', 'handed-over'),
        and([eb('target.state', 'in', ['failed', 'needs-you']), eb('target.changedAt', '>', weekAgo)]),
      ]),
    )
    .orderBy('target.dueAt')
    .orderBy('target.targetId')
    .limit(200)
    .execute()
  return rows.map(({ finalText, text, dueAt, ...row }) => ({ ...row, dueAt: dueAt!, text: finalText ?? text }))
}
