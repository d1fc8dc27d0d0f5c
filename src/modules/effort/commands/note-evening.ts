import type { Channel } from '#contract/channels.ts'
import type { EveningStep } from '#contract/effort.ts'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { spreadOf } from '../model.ts'
import { tables } from '../tables.ts'
import { fitsDay, notAhead } from './day-rules.ts'
import { changeEntry } from './entry-to-change.ts'
import { logMinutes } from './log-minutes.ts'
import { lockMember, memberKnown } from './member-lock.ts'
import type { StoredEntry } from './running-timer.ts'

interface EveningOfChannel {
  memberId: string
  day: string
  channel: Channel
}

/** One tap of the evening: about so many minutes of the day in a channel's own app. A second tap replaces the first. */
export async function noteEvening(
  scope: WriteScope,
  { minutes, ...evening }: EveningOfChannel & { minutes: EveningStep },
): Promise<undefined | Refusal<'effort.member-unknown' | 'effort.day-ahead' | 'effort.day-full'>> {
  const refusal = (await memberKnown(scope, evening.memberId)) ?? (await notAhead(scope, evening.day))
  if (refusal) return refusal
  await lockMember(scope, evening.memberId)
  const result = await noteEntry(scope, evening, minutes)
  if (isRefusal(result)) return result

  const notedAt = scope.clock.now()
  await tables(scope)
    .insertInto('effortEvenings')
    .values({ workspaceId: scope.workspaceId, ...evening, minutes, notedAt })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'memberId', 'day', 'channel']).doUpdateSet({ minutes, notedAt }),
    )
    .execute()
  await scope.announce({ type: 'EveningNoted', ...evening })
}

async function noteEntry(scope: WriteScope, evening: EveningOfChannel, minutes: EveningStep): Promise<void | Refusal<'effort.member-unknown' | 'effort.day-ahead' | 'effort.day-full'>> {
  const [entry] = await eveningEntries(scope, evening)
  if (minutes === 0) {
    if (entry) await changeEntry(scope, entry, { state: 'removed', stateBefore: 'kept' })
    return
  }
  if (!entry) {
    const logged = await logMinutes(scope, { ...evening, activity: 'outside', minutes, footing: 'evening' })
    return isRefusal(logged) ? logged : undefined
  }
  const full = await fitsDay(scope, { ...evening, minutes, instead: entry.entryId })
  if (full) return full
  await changeEntry(scope, entry, { minutes, spreadMinutes: spreadOf('evening', minutes) })
}

/** What stands for the evening of a channel, the newest first. */
export const eveningEntries = (scope: WriteScope, { memberId, day, channel }: EveningOfChannel): Promise<StoredEntry[]> =>
  tables(scope)
    .selectFrom('effortEntries')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('memberId', '=', memberId)
    .where('day', '=', day)
    .where('channel', '=', channel)
    .where('footing', '=', 'evening')
    .where('state', '=', 'kept')
    .orderBy('notedAt', 'desc')
    .execute()
