import type { VisitDimension } from '#contract/visit-filters.ts'
import type { VisitRow } from '#contract/visit-questions.ts'
import type { ReadScope } from '#platform/scope'
import type { Asked } from '../model.ts'
import { countingOf } from './counted-once.ts'
import { patternOf } from './patterns.ts'
import { askPicked, EXPRESSIONS, isStep, overSteps, pickedVisits, STEPS, WORTH, type Picked } from './picked-visits.ts'

/**
 * Which values of a list are meant: those that hold the words, and what is not known where its name does; or, where readers know them by
 * other names, those that fit.
 */
export type Sought = { words: string; unknown?: boolean } | { fits(value: string): boolean }

export interface Listed {
  sought?: Sought
  limit: number
  skip: number
  /** The same days of another period. */
  before?: Asked
  /** When pages are listed in two looks. */
  twoLooks?: TwoLooks
}

/** A piece of a whole file is too much to keep in mind. */
const MOST_REMEMBERED = 500
/** As many values, those with most visitors, are looked through for their names. */
const MOST_NAMED = 10_000

type Counted = Omit<VisitRow, 'visitorsBefore'>

/** Few visits carry one: those that do not are no row of such a list. */
const RARE: readonly VisitDimension[] = ['referrer', 'utm-source', 'utm-medium', 'utm-campaign', 'utm-content', 'utm-term', 'post', 'link', 'placement', 'own-site', 'app']

/** The picked visits by a dimension, the value with most visitors first, and how many values there are. */
export async function visitsBy(scope: ReadScope, asked: Asked, by: VisitDimension, { sought, limit, skip, before, twoLooks = TWO_LOOKS }: Listed): Promise<{ found: number; rows: VisitRow[] }> {
  const { found, counted } = await those(scope, asked, by, { sought, limit, skip, twoLooks })
  const rows = counted.map(({ found: _, ...row }) => row)
  const earlier = before && rows.length > 0 ? await visitorsOf(scope, before, by, rows.map(({ value }) => value)) : undefined
  return {
    found,
    rows: rows.map((row) => ({ ...row, visitorsBefore: earlier ? (earlier.get(row.value) ?? 0) : null })),
  }
}

async function those(scope: ReadScope, asked: Asked, by: VisitDimension, { sought, limit, skip, twoLooks }: Listed & { twoLooks: TwoLooks }) {
  if (sought && 'fits' in sought) {
    const all = (await count(scope, asked, by, '1', {}, MOST_NAMED, 0)).filter(({ value }) => sought.fits(value))
    return { found: all.length, counted: all.slice(skip, skip + limit) }
  }
  const holds = sought && (sought.unknown ? `(value = '' or match(value, {sought:String}))` : 'match(value, {sought:String})')
  const params = { sought: patternOf('contains', [sought?.words ?? '']) }
  if (by === 'page' && !sought) {
    const pages = await pagesInTwoLooks(scope, asked, limit, skip, twoLooks)
    if (pages) return pages
  }
  const counted = await count(scope, asked, by, holds ?? '1', params, limit, skip)
  return { found: counted[0]?.found ?? 0, counted }
}

async function visitorsOf(scope: ReadScope, asked: Asked, by: VisitDimension, values: string[]): Promise<Map<string, number>> {
  const rows = await count(scope, asked, by, `has({values:Array(String)}, value)`, { values }, values.length, 0)
  return new Map(rows.map(({ value, visitors }) => [value, visitors]))
}

async function count(scope: ReadScope, asked: Asked, by: VisitDimension, also: string, more: Record<string, unknown>, limit: number, skip: number) {
  const picked = await pickedVisits(scope, asked, by)
  const sql = by === 'page' ? byPages(picked, also) : isStep(by) ? bySteps(by, picked, also) : byVisits(by, countingOf(asked, by), picked, also)
  return askPicked<Counted & { found: number }>(scope, limit > MOST_REMEMBERED ? { ...picked, version: null } : picked, `${sql} order by visitors desc, visits desc, value limit {limit:UInt32} offset {skip:UInt32}`, { ...more, limit, skip })
}

interface TwoLooks {
  /** From so many hits on. */
  hits: number
  /** So many pages more than could be shown are looked at closely. */
  spare: number
}
const TWO_LOOKS: TwoLooks = { hits: 3_000_000, spare: 50 }
/** Of five hundred the second look costs nearly as much as all at once. */
const MOST_IN_TWO_LOOKS = 100

/**
 * The pages of a shop as a whole that has very many of them. To gather of each of two million pages who looked at it, only to show ten, is most of
 * what a list costs: so the first look says how often each was opened, known by its hash, and the second who opened the foremost. A page has
 * no more visitors than visits: is the last that is shown ahead of the visits of the last that was looked at closely, no other page belongs before it. Null where
 * that can't be told, or one look is less work.
 */
async function pagesInTwoLooks(scope: ReadScope, asked: Asked, limit: number, skip: number, { hits, spare }: TwoLooks) {
  const wanted = skip + limit
  if (asked.site !== undefined || asked.filters.length > 0 || wanted > MOST_IN_TWO_LOOKS) return null
  const picked = await pickedVisits(scope, asked, 'page')
  if (picked.hits < hits) return null
  const opened = await askPicked<{ page: number; visits: number; found: number }>(scope, picked, mostOpened(picked), { most: wanted + spare })
  const [found, least] = [opened[0]?.found ?? 0, opened.at(-1)?.visits ?? 0]
  const counted = await count(scope, asked, 'page', `${NUMBER_OF_PAGE('cityHash64(value)')} in {pages:Array(UInt64)}`, { pages: opened.map(({ page }) => page) }, limit, skip)
  const isAll = opened.length === found || (counted.length === limit && counted.at(-1)!.visitors > least)
  return isAll ? { found, counted } : null
}

/** As JavaScript can hold it. Two pages of one number are both looked at closely. */
const NUMBER_OF_PAGE = (hash: string) => `bitShiftRight(${hash}, 11)`

const mostOpened = ({ from, where }: Picked): string => `
  select ${NUMBER_OF_PAGE('hash')} as page, visits, found
  from (
    select cityHash64(value) as hash, countIf(opened > 0) as visits, count() over () as found
    from (select value, opened from ${from} array join visit.pages as value, visit.page_views as opened where ${where})
    group by hash having visits > 0 order by visits desc limit {most:UInt32}
  )`

const byVisits = (by: keyof typeof EXPRESSIONS, counted: ReturnType<typeof countingOf>, { from, where }: Picked, also: string): string => `
  select
    ${EXPRESSIONS[by]} as value, ${counted.visitors} as visitors, ${counted.visits} as visits, sum(visit.views) as times,
    ${counted.bounces} as bounces,
    if(sum(visit.engaged_ms) = 0, null, sum(visit.engaged_ms) / 1000 / visits) as engagedSeconds,
    ${counted.reached} as reached, sum(${WORTH}) as revenue, count() over () as found
  from ${from} where ${where} and ${also}${RARE.includes(by) ? ` and value != ''` : ''} group by value`

/** One that was only looked at further, and not seen being opened, is no page of the visit: it only counts for how long. */
const byPages = ({ from, where }: Picked, also: string): string => `
  select
    value, uniqExactIf(visitor, opened > 0) as visitors, countIf(opened > 0) as visits, sum(opened) as times, null as bounces,
    if(sum(engaged_ms) = 0, null, sum(engaged_ms) / 1000 / times) as engagedSeconds,
    countIf(opened > 0 and reached > 0) as reached, null as revenue, count() over () as found
  from (
    select visit.visitor as visitor, visit.reached as reached, value, opened, engaged_ms
    from ${from}
    array join visit.pages as value, visit.page_views as opened, visit.page_engaged_ms as engaged_ms
    where ${where}
  )
  where ${also} group by value having times > 0`

/** `nth` says how often the visit had the same before: its first one counts the visit and its visitor. */
const bySteps = (by: keyof typeof STEPS, { from, where }: Picked, also: string): string => {
  const { of, is, value } = STEPS[by]
  const those = (array: 'page' | 'name' | 'value' | 'currency') => `arrayFilter(${overSteps(of, is, array)})`
  const goal = by === 'goal'
  return `
  select
    value, uniqExact(visitor) as visitors, countIf(nth = 1) as visits, count() as times, null as bounces, null as engagedSeconds,
    countIf(nth = 1 and reached > 0) as reached, ${goal ? `sumIf(told, currency = {currency:String})` : 'null'} as revenue, count() over () as found
  from (
    select visit.visitor as visitor, visit.reached as reached, value, nth${goal ? ', told, currency' : ''}
    from ${from}
    array join ${those(value)} as value, arrayEnumerateUniq(${those(value)}) as nth${goal ? `, ${those('value')} as told, ${those('currency')} as currency` : ''}
    where ${where}
  )
  where ${also} group by value`
}
