import type { Channel } from '#contract/channels.ts'
import { addMonths, monthsBetween } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface FollowersOfMonth {
  /** `2026-11`. */
  month: string
  followers: number
}

/**
 * Followers at the end of each month, over all accounts, or those of one channel: each counts with its last note up to that month
 * (one that was not looked at this month has not lost its followers). From the first month noted to the last.
 */
export const followersByMonth = async (scope: ReadScope, channel?: Channel): Promise<FollowersOfMonth[]> =>
  (await standingByMonth(scope, channel)).map(({ month, standing }) => ({ month, followers: total(standing.values()) }))

export interface FollowersGained {
  month: string
  /** Those who came less those who left, of the accounts that were already counted a month before. */
  gained: number
}

/** What the followers grew by from month to month: an account that is counted for the first time has gained nothing yet. */
export async function followersGained(scope: ReadScope, channel?: Channel): Promise<FollowersGained[]> {
  const months = await standingByMonth(scope, channel)
  return months.slice(1).map(({ month, standing }, at) => {
    const before = months[at]!.standing
    return { month, gained: total([...before].map(([source, followers]) => standing.get(source)! - followers)) }
  })
}

async function standingByMonth(scope: ReadScope, channel?: Channel): Promise<{ month: string; standing: Map<string, number> }[]> {
  const notes = await tables(scope)
    .selectFrom('networksFollowers')
    .select(['source', 'day', 'followers'])
    .where('workspaceId', '=', scope.workspaceId)
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel!))
    .orderBy('day')
    .execute()
  if (notes.length === 0) return []

  const standing = new Map<string, number>()
  let next = 0
  return monthsBetween(notes[0]!.day.slice(0, 7), notes.at(-1)!.day.slice(0, 7)).map((month) => {
    const end = `${addMonths(month, 1)}-01`
    for (; next < notes.length && notes[next]!.day < end; next++) standing.set(notes[next]!.source, notes[next]!.followers)
    return { month, standing: new Map(standing) }
  })
}

const total = (counts: Iterable<number>): number => [...counts].reduce((sum, one) => sum + one, 0)
