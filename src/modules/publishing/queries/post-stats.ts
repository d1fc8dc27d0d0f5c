import { sql } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface PostStats {
  /** Posts that went out or were handed over and done; a post on three accounts is one. */
  posts: number
  /** How many of them nobody wrote here: made from a feed. */
  automatic: number
  /** How many carried a tracked link or its chat code. */
  withLink: number
  /** By week from Monday, the first to the last of the span, weeks without a post included. */
  weeks: { monday: string; posts: number }[]
  byChannel: { channel: Channel; posts: number }[]
}

/** How the shop posted from one day of its own to another, both included; the last 13 weeks unless said. */
export async function postStats(scope: ReadScope, span?: { from: string; to: string }): Promise<PostStats> {
  const { zone } = await workspace.shopProfile(scope)
  const today = dayIn(zone, scope.clock.now())
  const to = span?.to ?? today
  const from = span?.from ?? addDays(mondayOf(today), -12 * 7)

  const out = await tables(scope)
    .selectFrom('publishingTargets as target')
    .innerJoin('publishingPosts as post', (join) => join.onRef('post.workspaceId', '=', 'target.workspaceId').onRef('post.postId', '=', 'target.postId'))
    .select([
      'target.postId',
      'post.origin',
      sql<Date>`min(target.published_at)`.as('at'),
      sql<boolean>`bool_or(target.link_id is not null)`.as('linked'),
      sql<Channel[]>`array_agg(distinct target.channel)`.as('channels'),
    ])
    .where('target.workspaceId', '=', scope.workspaceId)
    .where('target.publishedAt', '>=', startOfDay(zone, from))
    .where('target.publishedAt', '<', startOfDay(zone, addDays(to, 1)))
    .groupBy(['target.postId', 'post.origin'])
    .execute()

  const weeks = new Map<string, number>()
  for (let monday = mondayOf(from); monday <= to; monday = addDays(monday, 7)) weeks.set(monday, 0)
  const byChannel = new Map<Channel, number>()
  for (const { at, channels } of out) {
    const monday = mondayOf(dayIn(zone, at))
    weeks.set(monday, (weeks.get(monday) ?? 0) + 1)
    for (const channel of channels) byChannel.set(channel, (byChannel.get(channel) ?? 0) + 1)
  }
  return {
    posts: out.length,
    automatic: out.filter(({ origin }) => origin === 'feed').length,
    withLink: out.filter(({ linked }) => linked).length,
    weeks: [...weeks].map(([monday, posts]) => ({ monday, posts })),
    byChannel: [...byChannel].map(([channel, posts]) => ({ channel, posts })).sort((one, other) => other.posts - one.posts),
  }
}

const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day))
