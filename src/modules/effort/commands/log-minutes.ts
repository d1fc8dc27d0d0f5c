import type { Channel } from '#contract/channels.ts'
import type { About, Activity, Entry, Footing } from '#contract/effort.ts'
import { newId } from '#platform/ids'
import type { Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentEntry, spreadOf } from '../model.ts'
import { tables } from '../tables.ts'
import { fitsDay, notAhead } from './day-rules.ts'
import { lockMember, memberKnown } from './member-lock.ts'

export interface MinutesOfDay {
  memberId: string
  channel: Channel | null
  activity: Activity
  /** In the shop's zone; a past day or today. */
  day: string
  minutes: number
  footing: Footing
  /** Where it is known better than the footing says. */
  spreadMinutes?: number
  /** What it was for. */
  about?: About | null
}

/** Notes minutes of a day without their hour: a guess about the past, history that is brought in, an evening's tap. */
export async function logMinutes(
  scope: WriteScope,
  wanted: MinutesOfDay,
): Promise<Entry | Refusal<'effort.member-unknown' | 'effort.day-ahead' | 'effort.day-full'>> {
  const refusal = (await memberKnown(scope, wanted.memberId)) ?? (await notAhead(scope, wanted.day))
  if (refusal) return refusal
  await lockMember(scope, wanted.memberId)
  const full = await fitsDay(scope, wanted)
  if (full) return full

  const now = scope.clock.now()
  const row = await tables(scope)
    .insertInto('effortEntries')
    .values({
      workspaceId: scope.workspaceId,
      entryId: newId(now.getTime()),
      memberId: wanted.memberId,
      channel: wanted.channel,
      activity: wanted.activity,
      day: wanted.day,
      minutes: wanted.minutes,
      startedAt: null,
      endedAt: null,
      footing: wanted.footing,
      spreadMinutes: wanted.spreadMinutes ?? spreadOf(wanted.footing, wanted.minutes),
      state: 'kept',
      stateBefore: null,
      foundAt: null,
      notedAt: now,
      aboutKind: wanted.about?.kind ?? null,
      aboutKey: wanted.about?.key ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await scope.announce({
    type: 'MinutesLogged',
    entryId: row.entryId,
    memberId: row.memberId,
    channel: row.channel,
    day: row.day,
    minutes: row.minutes,
  })
  return presentEntry(row)
}
