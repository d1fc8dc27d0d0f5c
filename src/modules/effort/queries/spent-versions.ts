import { sql } from 'kysely'
import { rowsVersion } from '#platform/db'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'

export interface SpentVersions {
  /** Changes whenever `minutesSpent` of any days may answer otherwise. */
  minutes: string
  /** The same for `costsNoted`. */
  costs: string
  /** The same for `bookKept`. */
  book: string
  /** Of days before the parting one alone. */
  before: Pick<SpentVersions, 'minutes' | 'costs'>
}

/**
 * By what a reader can tell that nothing changed since it last read: one question, asked before every reading. Only rows
 * that count are looked at: an order drafts minutes, which change nothing until somebody keeps them. Minutes and costs are parted at a
 * day: what was spent before it seldom changes.
 */
export const spentVersions = async (scope: ReadScope, parted = '1970-01-01'): Promise<SpentVersions> => versionsTold(await partVersions(scope, parted).executeTakeFirstOrThrow())

export function partVersions(scope: ReadScope, parted: string) {
  const rows = (table: 'effortEntries' | 'effortCosts' | 'effortOpenings' | 'effortClosedMonths' | 'effortCorrections') => tables(scope).selectFrom(table).where('workspaceId', '=', scope.workspaceId)
  const whole = (table: 'effortOpenings' | 'effortClosedMonths' | 'effortCorrections', key: string) => rows(table).select(rowsVersion(key).as('version'))
  const inParts = (table: 'effortEntries' | 'effortCosts', key: string) =>
    rows(table).select([rowsVersion(key, sql`day < ${parted}`).as('before'), rowsVersion(key, sql`day >= ${parted}`).as('since')])
  return tables(scope)
    .selectFrom(inParts('effortEntries', 'entryId').where(sql<boolean>`state = 'kept' and minutes > 0`).as('entries'))
    .crossJoin(inParts('effortCosts', 'costId').as('costs'))
    .crossJoin(whole('effortOpenings', 'openingId').as('openings'))
    .crossJoin(whole('effortClosedMonths', 'month').as('closed'))
    .crossJoin(whole('effortCorrections', 'correctionId').as('corrections'))
    .select([
      'entries.before as minutes',
      'entries.since as minutesSince',
      'costs.before as costs',
      'costs.since as costsSince',
      sql<string>`concat_ws(' ', openings.version, closed.version, corrections.version)`.as('book'),
    ])
}

export const versionsTold = ({ minutes, minutesSince, costs, costsSince, book }: Record<'minutes' | 'minutesSince' | 'costs' | 'costsSince' | 'book', string>): SpentVersions => ({
  minutes: `${minutes} ${minutesSince}`,
  costs: `${costs} ${costsSince}`,
  book,
  before: { minutes, costs },
})
