import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** Takes one of a link's openings; false where none is left. Exact, however many ask at once and in how many processes. */
export async function takeOpening(scope: WriteScope, linkId: string): Promise<boolean> {
  const taken = await tables(scope)
    .updateTable('linksConditions')
    .set((eb) => ({ opened: eb('opened', '+', 1) }))
    .where('workspaceId', '=', scope.workspaceId)
    .where('linkId', '=', linkId)
    .where((eb) => eb('opened', '<', eb.ref('mostOpenings')))
    .returning('opened')
    .executeTakeFirst()
  return taken !== undefined
}
