import type { Channel } from '#contract/channels.ts'
import { eveningSteps, type Evening, type EveningStep } from '#contract/effort.ts'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { channelsInUse } from './channels-in-use.ts'

/** What a member tapped on an evening, a row a channel in use, and what is on record for the day besides. */
export async function eveningOfDay(scope: ReadScope, { memberId, day }: { memberId: string; day: string }): Promise<Evening> {
  const [channels, entries, taps] = await Promise.all([
    channelsInUse(scope, day),
    tables(scope)
      .selectFrom('effortEntries')
      .select(['channel', 'minutes', 'footing'])
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', memberId)
      .where('day', '=', day)
      .where('state', '=', 'kept')
      .execute(),
    tables(scope)
      .selectFrom('effortEvenings')
      .select(['channel', 'minutes'])
      .where('workspaceId', '=', scope.workspaceId)
      .where('memberId', '=', memberId)
      .where('day', '=', day)
      .execute(),
  ])

  const rowOf = (channel: Channel) => {
    const here = entries.filter((entry) => entry.channel === channel)
    const evening = here.find((entry) => entry.footing === 'evening')
    // An entry that was corrected or removed since says more than the tap does.
    const zero = taps.some((tap) => tap.channel === channel && tap.minutes === 0)
    return {
      channel,
      minutes: evening ? stepOf(evening.minutes) : zero ? (0 as const) : null,
      loggedMinutes: here.reduce((sum, entry) => sum + (entry === evening ? 0 : entry.minutes), 0),
    }
  }
  const today = [...entries, ...taps].flatMap(({ channel }) => channel ?? [])
  return { day, rows: [...new Set([...channels, ...today.sort()])].map(rowOf) }
}

const stepOf = (minutes: number): EveningStep | null => eveningSteps.find((step) => step === minutes) ?? null
