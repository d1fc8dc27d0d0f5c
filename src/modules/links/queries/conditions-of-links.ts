import type { Selectable } from 'kysely'
import type { LinkConditions } from '#contract/links.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { overBy } from '../model/conditions.ts'
import { tables, type LinksTables } from '../tables.ts'

export type ConditionsRow = Selectable<LinksTables['linksConditions']>

/** The conditions of these links; a link that is not in it has none. */
export async function conditionsOfLinks(scope: Pick<ReadScope, 'db' | 'workspaceId'>, ids: readonly string[]): Promise<ReadonlyMap<string, ConditionsRow>> {
  if (ids.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('linksConditions')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('linkId', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.linkId, row]))
}

/** The same as the API shows them: the password as no more than that there is one. */
export async function conditionsAsShown(scope: ReadScope, ids: readonly string[]): Promise<ReadonlyMap<string, LinkConditions>> {
  const rows = await conditionsOfLinks(scope, ids)
  if (rows.size === 0) return new Map()
  const { zone } = await workspace.shopProfile(scope)
  const day = dayIn(zone, scope.clock.now())
  return new Map([...rows].map(([id, row]) => [id, shown(row, day)]))
}

const shown = (row: ConditionsRow, day: string): LinkConditions => ({
  rules: row.rules,
  lastDay: row.lastDay,
  mostOpenings: row.mostOpenings,
  afterwards: row.afterwards,
  password: row.password !== null,
  opened: row.opened,
  over: overBy(row, row.opened, day),
})
