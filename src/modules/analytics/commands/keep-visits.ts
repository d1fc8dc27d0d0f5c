import { randomUUID } from 'node:crypto'
import type { ClickHouseClient } from '@clickhouse/client'
import { addDays } from '#platform/clock'
import { LONGEST_VISIT_SECONDS } from '../model.ts'
import { instantParam } from '../queries/instant-param.ts'
import { sumsOfDays } from '../queries/kept-days.ts'
import { rawParams, RULES, VISIT_COLUMNS, visitsOfHits } from '../queries/visits-of-hits.ts'
import type { ByOne } from './by-one.ts'

interface DayDue {
  shop: string
  day: string
  sum: string
  hits: number
}

/** So many hits become visits at a time: bounds what a making takes of memory (200 MB); of a day that has more, some of its visitors at a time. */
const HITS_AT_ONCE = 500_000
/** What was made anew stays so long for questions that had begun before. */
const OLD_MAKINGS_STAY_SECONDS = 3600

interface Keeping {
  shop?: string
  hitsAtOnce?: number
  /** Where others may keep the same days: a shop's are then made by one of them. Left out, there is nobody else. */
  byOne?: ByOne
}

/**
 * Makes the visits of days that are over, of all shops or of one, and makes them anew where the day's hits are not the same any
 * more: late ones, imported ones, removed ones, grouped anew. Answers how many days were made.
 *
 * May be killed anywhere and run by many: rows count only once their making is named beside the sum of the hits that it
 * was made of, and that sum is taken before and after. That many at once do not make the same is `byOne`'s to see to.
 */
export async function keepVisits(client: ClickHouseClient, now: Date, { shop, hitsAtOnce = HITS_AT_ONCE, byOne = (_, work) => work() }: Keeping = {}): Promise<number> {
  await byOne('visits thrown away', async () => throwOldMakingsAway(client, now))
  let made = 0
  for (const due of new Set((await daysDue(client, now, shop)).map(({ shop }) => shop))) made += await byOne(`visits of ${due}`, () => keepShop(client, due, { now, hitsAtOnce }))
  return made
}

/** What is due of the shop is looked at anew: whoever kept it meanwhile leaves nothing to do. */
async function keepShop(client: ClickHouseClient, shop: string, { now, hitsAtOnce }: { now: Date; hitsAtOnce: number }): Promise<number> {
  const due = await daysDue(client, now, shop)
  for (let days = due; days.length > 0; ) {
    const some = days.slice(0, Math.max(1, fitting(days, hitsAtOnce)))
    await keepDays(client, some, { now, hitsAtOnce })
    days = days.slice(some.length)
  }
  return due.length
}

/** How many of the days, from the first, have no more hits together than are made at once. */
function fitting(days: readonly DayDue[], most: number): number {
  let hits = 0
  const beyond = days.findIndex((day) => (hits += day.hits) > most)
  return beyond < 0 ? days.length : beyond
}

/** A visit may go on for six hours after its day. */
async function daysDue(client: ClickHouseClient, now: Date, shop?: string): Promise<DayDue[]> {
  const answer = await client.query({
    query: `select due.workspace_id as shop, toString(due.day) as day, toString(due.sum_of_hits) as sum, due.hits as hits
      from (${sumsOfDays(shop === undefined ? '1' : 'workspace_id = {shop:UUID}')}) as due
      left anti join (select * from analytics_visit_days where rules = ${RULES}) as kept on kept.workspace_id = due.workspace_id and kept.day = due.day and kept.sum_of_hits = due.sum_of_hits
      where due.day < toDate({over:DateTime64(3, 'UTC')})
      order by shop, day`,
    query_params: { ...(shop !== undefined && { shop }), over: instantParam(new Date(now.getTime() - LONGEST_VISIT_SECONDS * 1000)) },
    format: 'JSONEachRow',
  })
  return answer.json<DayDue>()
}

async function keepDays(client: ClickHouseClient, days: readonly DayDue[], { now, hitsAtOnce }: { now: Date; hitsAtOnce: number }): Promise<void> {
  const shop = days[0]!.shop
  const raw = days.map(({ day }) => day)
  const span = { from: new Date(raw[0]!), to: new Date(addDays(raw.at(-1)!, 1)) }
  const params = {
    shop,
    making: randomUUID(),
    now: instantParam(now).slice(0, 19),
    visitsFrom: instantParam(span.from),
    visitsTo: instantParam(span.to),
    ...rawParams(span, raw),
  }
  const slices = Math.ceil(days.reduce((hits, day) => hits + day.hits, 0) / hitsAtOnce)
  for (let slice = 0; slice < slices; slice++) {
    await client.command({
      query: `insert into analytics_visits (workspace_id, ${VISIT_COLUMNS.join(', ')}, made, made_at)
        select {shop:UUID}, ${VISIT_COLUMNS.join(', ')}, ${made('toDate(first_at)')}, {now:DateTime('UTC')}
        from (${visitsOfHits(VISIT_COLUMNS, 'visitor % {slices:UInt32} = {slice:UInt32}')})`,
      query_params: { ...params, slices, slice },
    })
  }
  await client.command({
    query: `insert into analytics_visit_days (workspace_id, day, sum_of_hits, rules, made, made_at)
      select workspace_id, day, sum_of_hits, ${RULES}, ${made('day')}, {now:DateTime('UTC')} from (${sumsOfDays('workspace_id = {shop:UUID}')})
      where (day, sum_of_hits) in (select arrayJoin(arrayZip({days:Array(Date)}, {sums:Array(UInt64)})))`,
    query_params: { ...params, days: raw, sums: days.map(({ sum }) => BigInt(sum)) },
  })
}

/** A making of a day has a number that JavaScript can hold. */
const made = (day: string): string => `bitShiftRight(cityHash64({making:UUID}, ${day}), 11)`

/** First the rows that no making names any more, then the names of makings that another one has followed: no question loses rows it has begun to read. */
async function throwOldMakingsAway(client: ClickHouseClient, now: Date): Promise<number> {
  let thrown = 0
  const old = { query_params: { before: instantParam(new Date(now.getTime() - OLD_MAKINGS_STAY_SECONDS * 1000)).slice(0, 19) } }
  for (const [table, where] of [
    ['analytics_visits', `made_at < {before:DateTime('UTC')} and made not in (select made from analytics_visit_days)`],
    [
      'analytics_visit_days',
      `made_at < {before:DateTime('UTC')} and (workspace_id, day, made) not in (select workspace_id, day, argMax(made, (made_at, made)) from analytics_visit_days group by workspace_id, day)`,
    ],
  ] as const) {
    const answer = await client.query({ query: `select count() as old from ${table} where ${where}`, ...old, format: 'JSONEachRow' })
    const [found] = await answer.json<{ old: number }>()
    thrown += found!.old
    if (found!.old > 0) await client.command({ query: `alter table ${table} delete where ${where}`, ...old, clickhouse_settings: { mutations_sync: '1' } })
  }
  return thrown
}
