import type { LeftOut, VisitExport } from '#contract/visit-imports.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { PastOrders } from '../imports/take-in.ts'
import type { Taken } from '../imports/taken.ts'
import { tables } from '../tables.ts'

interface ToldAlready extends Pick<PastOrders, 'taken' | 'takenDays' | 'toolsOfDay' | 'today'> {
  /** The shop's. */
  zone: string
}

/**
 * What of a site's past nobody may tell again: whole days on which Kicau counted it itself, what earlier imports told of, and
 * days that are not over. Days are the shop's. A log that follows another within a day goes on where that one ended.
 */
export async function toldAlready(scope: ReadScope, siteId: string, importId: string): Promise<ToldAlready> {
  const { zone } = await workspace.shopProfile(scope)
  const others = await tables(scope)
    .selectFrom('analyticsImports')
    .select(['importId', 'spans'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('importId', '!=', importId)
    .where('state', 'in', ['done', 'removing'])
    .where('siteId', '=', siteId)
    .execute()
  const imports = [importId, ...others.map((other) => other.importId)]
  const [counted, days] = await Promise.all([
    scope.hits.query<{ day: string }>(
      `select distinct toString(toDate(at, {zone:String})) as day from analytics_hits
      where workspace_id = {shop:UUID} and site_id = {site:UUID} and journal_id not in {imports:Array(UUID)}`,
      { zone, site: siteId, imports },
    ),
    scope.hits.query<{ first: string; last: string; dimension: string; tool: VisitExport }>(
      `select distinct toString(day) as first, toString(last_day) as last, dimension, tool from analytics_imported_days
      where workspace_id = {shop:UUID} and site_id = {site:UUID} and import_id != {import:UUID}`,
      { site: siteId, import: importId },
    ),
  ])

  const today = dayIn(zone, scope.clock.now())
  const takenDays = new Map<string, LeftOut>()
  const toolsOfDay = new Map<string, VisitExport[]>()
  const taken: Taken[] = [{ from: startOfDay(zone, today).getTime(), to: Infinity, because: 'not-over' }]
  const takeDay = (day: string, because: LeftOut) => taken.push({ from: startOfDay(zone, day).getTime(), to: startOfDay(zone, addDays(day, 1)).getTime() - 1, because })

  for (const { day } of counted) {
    takenDays.set(`* ${day}`, 'counted-here')
    takeDay(day, 'counted-here')
  }
  for (const [from, to] of others.flatMap(({ spans }) => spans)) {
    taken.push({ from, to, because: 'imported-before' })
    for (let day = dayIn(zone, new Date(from)); day <= dayIn(zone, new Date(to)); day = addDays(day, 1)) if (!takenDays.has(`* ${day}`)) takenDays.set(`* ${day}`, 'imported-before')
  }
  const toldDays = new Set<string>()
  for (const { first, last, dimension, tool } of days)
    for (let day = first; day <= last; day = addDays(day, 1)) {
      takenDays.set(`${dimension} ${day}`, 'imported-before')
      toolsOfDay.set(day, [...new Set([...(toolsOfDay.get(day) ?? []), tool])])
      toldDays.add(day)
    }
  for (const day of toldDays) takeDay(day, 'imported-before')
  return { taken, takenDays, toolsOfDay, today, zone }
}
