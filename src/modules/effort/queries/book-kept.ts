import type { Closing, Correction, Opening } from '#contract/ledger.ts'
import type { ReadScope } from '#platform/scope'
import { spreadOf } from '../model.ts'
import { tables } from '../tables.ts'

export interface BookKept {
  /** How well such hours are known: they are guessed. */
  openings: (Opening & { spreadMinutes: number })[]
  /** `mark`: the MD5, in hex, of the JSON of the month's rows; the rows themselves are `closedRows`. */
  closed: (Closing & { mark: string })[]
  /** The oldest first. */
  corrections: Correction[]
}

export const openingColumns = ['openingId as id', 'channel', 'memberId', 'minutes', 'amount', 'day', 'note'] as const

/** What stands in the book beside the entries: the time before, closed months, corrections. */
export async function bookKept(scope: ReadScope): Promise<BookKept> {
  const [openings, closed, corrections] = await Promise.all([
    tables(scope).selectFrom('effortOpenings').select(openingColumns).where('workspaceId', '=', scope.workspaceId).where('removedAt', 'is', null).orderBy('day').orderBy('openingId').execute(),
    tables(scope).selectFrom('effortClosedMonths').select(['month', 'closedAt', 'closedBy', 'rowsMark']).where('workspaceId', '=', scope.workspaceId).orderBy('month').execute(),
    tables(scope)
      .selectFrom('effortCorrections')
      .select(['concerns', 'day', 'kind', 'sourceId', 'channel', 'amount', 'ordersMissing', 'minutesMissing'])
      .where('workspaceId', '=', scope.workspaceId)
      .orderBy('notedAt')
      .orderBy('correctionId')
      .execute(),
  ])
  return {
    openings: openings.map((opening) => ({ ...opening, spreadMinutes: spreadOf('guess', opening.minutes) })),
    closed: closed.map(({ month, closedAt, closedBy, rowsMark }) => ({ month, at: closedAt.toISOString(), by: closedBy, mark: rowsMark })),
    corrections: corrections.map(({ ordersMissing, minutesMissing, ...correction }) => ({ ...correction, missing: { orders: ordersMissing, minutes: minutesMissing } })),
  }
}
