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

/** By what a reader can tell that nothing changed since it last read. */
export async function spentVersions(scope: ReadScope): Promise<SpentVersions> {
  const [minutes, costs, openings, closed, corrections] = await Promise.all(
    (
      [
        ['effortEntries', 'entryId'],
        ['effortCosts', 'costId'],
        ['effortOpenings', 'openingId'],
        ['effortClosedMonths', 'month'],
        ['effortCorrections', 'correctionId'],
      ] as const
    ).map(async ([table, key]) => {
      const row = await tables(scope).selectFrom(table).select(rowsVersion(key).as('version')).where('workspaceId', '=', scope.workspaceId).executeTakeFirstOrThrow()
      return row.version
    }),
  )
  return { minutes: minutes!, costs: costs!, book: [openings, closed, corrections].join(' ') }
}
