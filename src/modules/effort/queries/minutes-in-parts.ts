import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { minutesPacked, minutesUnpacked, type MinutesSpent } from './minutes-spent.ts'
import { partVersions, versionsTold, type SpentVersions } from './spent-versions.ts'

interface MinutesInParts {
  versions: SpentVersions
  /** As `minutesSpent` answers of the days before the parting one, and since. */
  before: MinutesSpent[]
  since: MinutesSpent[]
}

/**
 * Entries up to a day (included), parted at another, with the version that they and all else that was spent are of: one snapshot of the
 * store, so that who knows nothing of them need not ask for their version first. What else was spent is to be asked for afterwards.
 */
export async function minutesInParts(scope: ReadScope, { parted, to }: { parted: string; to: string }): Promise<MinutesInParts> {
  const { entriesBefore, entriesSince, ...versions } = await tables(scope)
    .selectFrom(minutesPacked(scope, { from: '1970-01-01', to: addDays(parted, -1) }).as('before'))
    .crossJoin(minutesPacked(scope, { from: parted, to }).as('since'))
    .crossJoin(partVersions(scope, parted).as('versions'))
    .select(['before.entries as entriesBefore', 'since.entries as entriesSince'])
    .selectAll('versions')
    .executeTakeFirstOrThrow()
  return { versions: versionsTold(versions), before: minutesUnpacked(entriesBefore), since: minutesUnpacked(entriesSince) }
}
