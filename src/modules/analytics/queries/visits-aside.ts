import { randomInt } from 'node:crypto'
import { ClickHouseError } from '@clickhouse/client'
import { addDays } from '#platform/clock'
import { latest } from '#platform/remembered'
import type { ReadScope } from '#platform/scope'
import { instantParam } from './instant-param.ts'
import type { RawDays } from './kept-days.ts'
import { AS_IT_STANDS, BEGAN, rawParams, VISIT_COLUMNS, visitsOfHits, type VisitColumn } from './visits-of-hits.ts'

// A screen asks eight things at once of visits that are not kept: today's. To make them out of hits eight times was a third of
// the engine's work for it. So who asks first puts them aside, in the engine's memory, and the others read them there.

/** Visits that were put aside: under which number, and how many. */
export interface Aside {
  making: number
  count: number
  /** They are no longer there. */
  gone: () => void
}

/** Up to here it costs less to make some columns once more than to wait until all are made. */
const FEW_HITS = 500_000
/** Beyond, a making would take more memory than it may. */
const MOST_HITS = { ofOneSite: 5_000_000, ofAll: 500_000 }
const MOST_MEMORY = 400 * 1024 * 1024
/** Seconds. All who want to read wait for it. */
const LONGEST_MAKING = 3
const REMEMBERED = 256
const NUMBERS = 2 ** 47

const makings = latest<Omit<Aside, 'gone'> | null>(REMEMBERED)

/**
 * Puts the visits of days that are not kept aside, once for as long as their hits stay the same; all of these days' visits, so that
 * questions about other spans share them. Null where there are none, or more than the engine may hold; and for who would not wait for a few.
 */
export async function setVisitsAside(scope: ReadScope, raw: RawDays, { site, which, waits = true }: { site?: string; which: string; waits?: boolean }): Promise<Aside | null> {
  if (raw.days.length === 0 || (!waits && raw.hits <= FEW_HITS) || raw.hits > (site === undefined ? MOST_HITS.ofAll : MOST_HITS.ofOneSite)) return null
  const about = `${scope.workspaceId} ${site ?? ''} ${raw.days.join()}`
  const made = await makings(about, raw.version, () => make(scope, raw.days, { site, which }))
  return made && { ...made, gone: () => makings.forget(about, raw.version) }
}

async function make(scope: ReadScope, days: readonly string[], { site, which }: { site?: string; which: string }): Promise<Omit<Aside, 'gone'> | null> {
  const making = randomInt(1, NUMBERS)
  const span = { from: new Date(days[0]!), to: new Date(addDays(days.at(-1)!, 1)) }
  const params = { making, visitsFrom: instantParam(span.from), visitsTo: instantParam(span.to), ...rawParams(span, days), ...(site !== undefined && { visitsSite: site }) }
  try {
    await scope.hits.setAside(
      `analytics_visits_aside (workspace_id, made, ${VISIT_COLUMNS.join(', ')})
      select {shop:UUID}, {making:UInt64}, ${VISIT_COLUMNS.join(', ')} from (${visitsOfHits(VISIT_COLUMNS, which)})
      ${AS_IT_STANDS}, max_memory_usage = ${MOST_MEMORY}, max_execution_time = ${LONGEST_MAKING}`,
      params,
    )
    const [found] = await scope.hits.query<{ count: number }>(`select count() as count ${MAKING}`, { making })
    // None is what another replica of a store of one's own would say too: it has not seen the making.
    return found!.count === 0 ? null : { making, count: found!.count }
  } catch (failure) {
    // Each question makes what it reads, which is less.
    if (failure instanceof ClickHouseError && /^(MEMORY_LIMIT|TIMEOUT)_EXCEEDED$/.test(failure.type ?? '')) return null
    throw failure
  }
}

const MAKING = 'from analytics_visits_aside where workspace_id = {shop:UUID} and made = {making:UInt64}'

/**
 * Visits that were put aside, of those who began in a span. What a making consists of only ever grows less: if all of it is still there once
 * the rows to read are settled, which FROM does before anything else, they are all there.
 */
export const visitsAside = (columns: readonly VisitColumn[]): string =>
  `select ${columns.join(', ')} ${MAKING} and ${BEGAN} and (select throwIf(count() != {count:UInt64}) ${MAKING}) = 0`

/** Reads what was put aside, or makes it out of hits where nothing was, or where it is gone by now. */
export async function fromAside<Rows>(aside: () => Promise<Aside | null>, read: (params: { making: number; count: number }) => Promise<Rows>, make: () => Promise<Rows>): Promise<Rows> {
  const found = await aside()
  if (!found) return make()
  const { making, count, gone } = found
  try {
    return await read({ making, count })
  } catch (failure) {
    if (!(failure instanceof ClickHouseError && failure.type === 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO')) throw failure
    gone()
    return make()
  }
}
