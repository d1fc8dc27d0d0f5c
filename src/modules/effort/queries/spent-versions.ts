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
}

/**
 * By what a reader can tell that nothing changed since it last read: one question, asked before every reading. Only rows
 * that count are looked at: an order drafts minutes, which change nothing until somebody keeps them. With `to`, minutes and
 * costs of any days up to that one, included.
 */
export async function spentVersions(scope: ReadScope, to?: string): Promise<SpentVersions> {
  const of = (table: 'effortEntries' | 'effortCosts' | 'effortOpenings' | 'effortClosedMonths' | 'effortCorrections', key: string) =>
    tables(scope).selectFrom(table).select(rowsVersion(key).as('version')).where('workspaceId', '=', scope.workspaceId)
  const upTo = to === undefined ? sql<boolean>`true` : sql<boolean>`day <= ${to}`
  return tables(scope)
    .selectFrom(of('effortEntries', 'entryId').where(sql<boolean>`state = 'kept' and minutes > 0`).where(upTo).as('entries'))
    .crossJoin(of('effortCosts', 'costId').where(upTo).as('costs'))
    .crossJoin(of('effortOpenings', 'openingId').as('openings'))
    .crossJoin(of('effortClosedMonths', 'month').as('closed'))
    .crossJoin(of('effortCorrections', 'correctionId').as('corrections'))
    .select([sql<string>`entries.version`.as('minutes'), sql<string>`costs.version`.as('costs'), sql<string>`concat_ws(' ', openings.version, closed.version, corrections.version)`.as('book')])
    .executeTakeFirstOrThrow()
}
