import type { Goal, GoalKind, SaveGoal } from '#contract/visit-goals.ts'
import { newId } from '#platform/ids'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { NOT_FOUND } from '../model.ts'
import { goalColumns, presentGoal } from '../queries/goals.ts'
import { isSite } from '../queries/site-settings.ts'
import { isSelector } from '../selector.ts'
import { tables } from '../tables.ts'

/** Of a site: every page that is looked at is held against each of them. */
const MOST_OF_A_SITE = 40

type Unsaved = Refusal<'analytics.goal-unreadable' | 'analytics.goal-taken' | 'analytics.goals-full' | 'analytics.site-unknown' | 'analytics.goal-unknown'>

/** Says what is a goal on a site; with an id, says it in another way. Pages' goals hold for what was counted before, too. */
export async function saveGoal(scope: WriteScope, said: SaveGoal, id?: string): Promise<Goal | Unsaved> {
  const what = tidied(said.kind, said.what)
  if (what === null || said.name === NOT_FOUND) return refuse('analytics.goal-unreadable', { where: said.name === NOT_FOUND ? 'name' : 'what', values: { what: said.what || said.name } })
  const percent = said.kind === 'depth' ? said.percent : null
  if (said.kind === 'depth' && percent === null) return refuse('analytics.goal-unreadable', { where: 'percent', values: { what: said.name } })
  if (!(await isSite(scope, said.site))) return refuse('analytics.site-unknown', { where: 'site' })
  const others = await tables(scope).selectFrom('analyticsGoals').select(['id', 'name']).where('workspaceId', '=', scope.workspaceId).where('siteId', '=', said.site).execute()
  if (others.some((one) => one.id !== id && one.name.toLowerCase() === said.name.toLowerCase())) return refuse('analytics.goal-taken', { where: 'name', values: { name: said.name } })
  if (id === undefined && others.length >= MOST_OF_A_SITE) return refuse('analytics.goals-full', { values: { most: MOST_OF_A_SITE } })

  const row = { siteId: said.site, name: said.name, kind: said.kind, what, percent, worth: said.worth }
  const goal = await (id === undefined ? add(scope, row) : change(scope, id, row))
  if (!goal) return refuse('analytics.goal-unknown')
  await scope.announce({ type: 'GoalsChanged', siteId: said.site })
  return presentGoal(goal)
}

type Row = Omit<Goal, 'id' | 'site'> & { siteId: string }

const add = (scope: WriteScope, row: Row) => {
  const now = scope.clock.now()
  return tables(scope).insertInto('analyticsGoals').values({ id: newId(now.getTime()), workspaceId: scope.workspaceId, ...row, addedAt: now }).returning(goalColumns).executeTakeFirst()
}

const change = (scope: WriteScope, id: string, row: Row) =>
  tables(scope).updateTable('analyticsGoals').set(row).where('workspaceId', '=', scope.workspaceId).where('id', '=', id).returning(goalColumns).executeTakeFirst()

/** What was typed as it is kept; null where it can mean nothing. */
function tidied(kind: GoalKind, what: string): string | null {
  if (kind === 'told') return ''
  if (kind === 'page') return what === '' ? null : pathOf(what)
  if (kind === 'depth') return pathOf(what === '' ? '*' : what)
  if (kind === 'form') return what === '' || isSelector(what) ? what : null
  if (kind === 'element') return isSelector(what) ? what : null
  return what === '' ? null : what
}

/** A path, of whatever was copied from the browser's bar. */
function pathOf(typed: string): string {
  const path = typed.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
  return /^[/*]/.test(path) ? path : `/${path}`
}
