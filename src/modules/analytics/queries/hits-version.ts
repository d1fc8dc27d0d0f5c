import type { ReadScope } from '#platform/scope'
import { LONGEST_VISIT_SECONDS, VISIT_GAP_SECONDS, type Span } from '../model.ts'

/**
 * Stays the same as long as the hits that the visits of a span are made of do. The store never changes a part of its data, it puts another
 * in its place: where the same parts lie, the same hits do. They lie by months (UTC), all shops' together, so months that are over keep theirs
 * until somebody brings a past along. To ask costs a seventh of counting.
 */
export async function hitsVersion(scope: ReadScope, { from, to }: Span): Promise<string> {
  const parts = await scope.hits.query<{ name: string }>(
    `select name from system.parts
    where active and database = currentDatabase() and table = 'analytics_hits' and partition between {first:String} and {last:String} order by name`,
    { first: partition(from.getTime() - VISIT_GAP_SECONDS * 1000), last: partition(to.getTime() + LONGEST_VISIT_SECONDS * 1000) },
  )
  return parts.map(({ name }) => name).join()
}

/** `202611`, as the table is parted. */
const partition = (at: number): string => new Date(at).toISOString().slice(0, 7).replace('-', '')
