import type { UtmTemplate } from '#contract/utm-templates.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

/** The shop's campaign marks, by name. */
export const utmTemplates = (scope: ReadScope): Promise<UtmTemplate[]> => read(scope).orderBy('name').execute()

export const utmTemplateById = (scope: ReadScope, id: string): Promise<UtmTemplate | undefined> => read(scope).where('id', '=', id).executeTakeFirst()

const read = (scope: ReadScope) =>
  tables(scope)
    .selectFrom('linksUtmTemplates')
    .select(['id', 'name', 'source', 'medium', 'campaign', 'content', 'term'])
    .where('workspaceId', '=', scope.workspaceId)
