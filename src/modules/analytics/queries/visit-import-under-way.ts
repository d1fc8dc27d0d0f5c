import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { SILENT_MS } from './visit-imports.ts'

/** Whether somebody works at an import of a site, or did so a moment ago: two at once would tell the same days twice. */
export async function visitImportUnderWay(scope: ReadScope, siteId: string): Promise<boolean> {
  const found = await tables(scope)
    .selectFrom('analyticsImports')
    .select('importId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('siteId', '=', siteId)
    .where('state', '=', 'reading')
    .where('touchedAt', '>=', new Date(scope.clock.now().getTime() - SILENT_MS))
    .executeTakeFirst()
  return found !== undefined
}
