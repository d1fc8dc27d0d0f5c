import { addMonths } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../stage-tables.ts'
import type { Asked, Told } from './source.ts'

/**
 * What the owner said of a month, each month by itself: what was said of May says nothing of June. A wing that sees the
 * same (inbox, listening) stands before this source, and its facts replace these.
 */
export async function fromSayings(scope: ReadScope, { months }: Asked): Promise<Told> {
  const rows = await tables(scope)
    .selectFrom('coachSayings')
    .select(['month', 'fact', 'value'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('month', '>=', `${months[0]!.month}-01`)
    .orderBy('month')
    .execute()
  const facts = new Map<string, Told['facts'] extends ReadonlyMap<string, infer F> ? F : never>()
  let inUseSince: string | null = null
  for (const { month: firstOfMonth, fact, value } of rows) {
    const month = firstOfMonth.slice(0, 7)
    if (fact !== 'inUse') facts.set(month, { ...facts.get(month), [fact]: value })
    // Who answers there is there.
    if (fact === 'inUse' || value > 0) inUseSince = earlier(inUseSince, `${fact === 'inUse' ? addMonths(month, -value) : month}-01`)
  }
  return { facts, inUseSince, firstDay: rows[0]?.month ?? null }
}

const earlier = (one: string | null, other: string): string => (one !== null && one < other ? one : other)
