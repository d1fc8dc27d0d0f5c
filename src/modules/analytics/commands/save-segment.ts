import type { SaveSegment, VisitSegment } from '#contract/visit-questions.ts'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Keeps filters under a name; one of the same name is written over. */
export async function saveSegment(scope: WriteScope, { name, filters }: SaveSegment): Promise<VisitSegment> {
  const now = scope.clock.now()
  const said = { name, filters: JSON.stringify(filters) as never, savedAt: now }
  const saved = await tables(scope)
    .updateTable('analyticsSegments')
    .set(said)
    .where('workspaceId', '=', scope.workspaceId)
    .where((where) => where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .returning(['id', 'name', 'filters'])
    .executeTakeFirst()
  return (
    saved ??
    (await tables(scope)
      .insertInto('analyticsSegments')
      .values({ id: newId(now.getTime()), workspaceId: scope.workspaceId, ...said })
      .returning(['id', 'name', 'filters'])
      .executeTakeFirstOrThrow())
  )
}
