import type { VisitSegment } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The shop's saved filters, by name. */
export async function segments(scope: ReadScope): Promise<VisitSegment[]> {
  return tables(scope).selectFrom('analyticsSegments').select(['id', 'name', 'filters']).where('workspaceId', '=', scope.workspaceId).orderBy('name').execute()
}
