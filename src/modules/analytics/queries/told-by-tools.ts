import type { DayExport, PastDimension, ToldByTool, ToldRow } from '#contract/visit-imports.ts'
import { pastDimensions } from '#contract/visit-imports.ts'
import type { ReadScope } from '#platform/scope'

export interface ToldDays {
  from: string
  to: string
  site?: string | undefined
}

interface Figures {
  visitors: number | null
  visits: number | null
  views: number | null
}

interface Row extends Figures {
  tool: DayExport
  first: string
  last: string
  dimension: 'total' | PastDimension
}

/** Each visit has one of these, and only one: their visits sum up to all. */
const OF_WHOLE_VISITS: readonly string[] = ['channel', 'source', 'country', 'device', 'browser', 'system', 'entry', 'exit']

const OF_DAYS = `workspace_id = {shop:UUID} and day >= {from:Date} and last_day <= {to:Date}`
const ofSite = (site: string | undefined): string => (site === undefined ? '' : ' and site_id = {site:UUID}')

/** What exports tell of these days, a tool each. */
export async function toldByTools(scope: ReadScope, { from, to, site }: ToldDays): Promise<ToldByTool[]> {
  const rows = await scope.hits.query<Row>(
    `select tool, toString(day) as first, toString(last_day) as last, dimension, sum(visitors) as visitors, sum(visits) as visits, sum(views) as views
    from analytics_imported_days where ${OF_DAYS}${ofSite(site)} group by tool, day, last_day, dimension order by tool, day, last_day`,
    { from, to, ...(site !== undefined && { site }) },
  )
  return [...Map.groupBy(rows, ({ tool }) => tool)].map(([tool, ofTool]) => {
    const spans = [...Map.groupBy(ofTool, ({ first, last }) => `${first} ${last}`).values()].map((ofSpan) => ({ from: ofSpan[0]!.first, to: ofSpan[0]!.last, ...wholeOf(ofSpan) }))
    const days = spans.filter((span) => span.from === span.to).map(({ from: day, to: _, ...figures }) => ({ day, ...figures }))
    const told = new Set(ofTool.map(({ dimension }) => dimension))
    return { tool, ...sumOf(days), days, together: spans.filter((span) => span.from !== span.to), dimensions: pastDimensions.filter((dimension) => told.has(dimension)) }
  })
}

/** Of a span what is told in all; where only parts are told, their sum, which for visitors would count some of them twice. */
function wholeOf(rows: readonly Row[]): Figures {
  const total = rows.find(({ dimension }) => dimension === 'total')
  if (total) return { visitors: total.visitors, visits: total.visits, views: total.views }
  const most = (of: 'visits' | 'views', which: readonly Row[]) => which.reduce<number | null>((most, row) => (row[of] === null ? most : Math.max(most ?? 0, row[of])), null)
  const ofVisits = rows.filter(({ dimension }) => OF_WHOLE_VISITS.includes(dimension))
  return { visitors: null, visits: most('visits', ofVisits), views: most('views', rows.filter(({ dimension }) => dimension === 'page' || OF_WHOLE_VISITS.includes(dimension))) }
}

/** A day of which it is not told makes the sum unknown only where it is told of none. */
function sumOf(days: readonly Figures[]): Figures {
  const sum = (of: keyof Figures) => days.reduce<number | null>((sum, day) => (day[of] === null ? sum : (sum ?? 0) + day[of]), null)
  return { visitors: sum('visitors'), visits: sum('visits'), views: sum('views') }
}

/** One tool's word on these days by one dimension, and how many values there are. */
export async function toldBy(scope: ReadScope, { from, to, site }: ToldDays, { tool, dimension, limit }: { tool: DayExport; dimension: PastDimension; limit: number }): Promise<{ found: number; rows: ToldRow[] }> {
  const rows = await scope.hits.query<ToldRow & { found: number }>(
    `select value, sum(visitors) as visitors, sum(visits) as visits, sum(views) as views, count() over () as found
    from analytics_imported_days where ${OF_DAYS}${ofSite(site)} and dimension = {dimension:String} and tool = {tool:String}
    group by value order by ifNull(visitors, 0) desc, ifNull(visits, 0) desc, ifNull(views, 0) desc, value limit {limit:UInt32}`,
    { from, to, tool, dimension, limit, ...(site !== undefined && { site }) },
  )
  return { found: rows[0]?.found ?? 0, rows: rows.map(({ found: _, ...row }) => row) }
}
