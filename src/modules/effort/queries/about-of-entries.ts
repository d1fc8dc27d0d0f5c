import { sql } from 'kysely'
import type { About } from '#contract/effort.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface EntryAbout {
  entryId: string
  kind: About['kind']
  key: string
  /** Of the entry's minutes, from 0 to 1; those of one entry sum to no more. */
  share: number
}

/**
 * What the minutes of these entries were for: all of them where somebody said so, else as much of each post as was seen
 * to be worked on while they ran. An entry that is of nothing has no row.
 */
export async function aboutOfEntries(scope: ReadScope, ids: readonly string[]): Promise<EntryAbout[]> {
  if (ids.length === 0) return []
  const of = sql<boolean>`entry_id = any(${[...ids]}::uuid[])`
  const said = await tables(scope)
    .selectFrom('effortEntries')
    .select(['entryId', 'aboutKind', 'aboutKey'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('aboutKind', 'is not', null)
    .where(of)
    .execute()
  const worked = await tables(scope)
    .selectFrom('effortEntries as entry')
    .innerJoin('effortPostSpans as span', (join) =>
      join
        .onRef('span.workspaceId', '=', 'entry.workspaceId')
        .onRef('span.memberId', '=', 'entry.memberId')
        .onRef('span.startedAt', '<', 'entry.endedAt')
        .onRef('span.endedAt', '>', 'entry.startedAt'),
    )
    .select(['entry.entryId', 'span.postId'])
    .select(sql<number>`sum(extract(epoch from least(entry.ended_at, span.ended_at) - greatest(entry.started_at, span.started_at))) / extract(epoch from entry.ended_at - entry.started_at)`.as('share'))
    .where('entry.workspaceId', '=', scope.workspaceId)
    .where('entry.aboutKind', 'is', null)
    .where(of)
    .groupBy(['entry.entryId', 'span.postId', 'entry.startedAt', 'entry.endedAt'])
    .execute()
  return [
    ...said.map(({ entryId, aboutKind, aboutKey }) => ({ entryId, kind: aboutKind!, key: aboutKey!, share: 1 })),
    ...worked.map(({ entryId, postId, share }) => ({ entryId, kind: 'post' as const, key: postId, share: Number(share) })),
  ]
}
