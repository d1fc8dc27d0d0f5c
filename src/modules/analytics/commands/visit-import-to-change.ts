import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables, type AnalyticsTables } from '../tables.ts'

/** The state of an import, held until the transaction ends. */
export async function visitImportToChange(scope: WriteScope, importId: string): Promise<{ state: AnalyticsTables['analyticsImports']['state'] } | Refusal<'analytics.import-unknown'>> {
  const found = await tables(scope)
    .selectFrom('analyticsImports')
    .select('state')
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '=', importId)
    .forUpdate()
    .executeTakeFirst()
  return found ?? refuse('analytics.import-unknown')
}
