import { sql } from 'kysely'
import type { SaveUtmTemplate, UtmTemplate } from '#contract/utm-templates.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { isEmpty } from '../model/utm.ts'
import { tables } from '../tables.ts'

/** Keeps campaign marks under a name, in place of those that had it. */
export async function saveUtmTemplate(scope: WriteScope, template: SaveUtmTemplate): Promise<UtmTemplate | Refusal> {
  if (isEmpty(template)) return refuse('links.template-empty', { where: 'source' })
  const now = scope.clock.now()
  const said = { ...template, savedAt: now }
  const { id } = await tables(scope)
    .insertInto('linksUtmTemplates')
    .values({ id: newId(now.getTime()), workspaceId: scope.workspaceId, ...said })
    .onConflict((conflict) => conflict.expression(sql`workspace_id, lower(name)`).doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow()
  await scope.announce({ type: 'UtmTemplatesChanged' })
  return { id, ...template }
}

/** Links made with it keep their marks: they stand in their addresses. */
export async function removeUtmTemplate(scope: WriteScope, id: string): Promise<Refusal | undefined> {
  const gone = await tables(scope)
    .deleteFrom('linksUtmTemplates')
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!gone) return refuse('links.template-unknown')
  await scope.announce({ type: 'UtmTemplatesChanged' })
}
