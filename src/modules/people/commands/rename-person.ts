import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'

export async function renamePerson(scope: WriteScope, personId: string, name: string | null): Promise<void> {
  await tables(scope)
    .updateTable('peoplePersons')
    .set({ name })
    .where('workspaceId', '=', scope.workspaceId)
    .where('personId', '=', personId)
    .execute()
}
