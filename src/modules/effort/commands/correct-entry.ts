import type { Channel } from '#contract/channels.ts'
import type { About, Activity, Entry } from '#contract/effort.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { presentEntry, spreadOf } from '../model.ts'
import { fitsDay, notAhead } from './day-rules.ts'
import { changeEntry, entryToChange, type By, type NoEntry } from './entry-to-change.ts'
import { endAfter, type NoLength } from './new-length.ts'
import type { StoredEntry } from './running-timer.ts'

export interface Correction {
  channel?: Channel | null
  activity?: Activity
  day?: string
  minutes?: number
  about?: About | null
}

export type NotCorrected = NoEntry | NoLength | Refusal<'effort.day-ahead' | 'effort.day-full' | 'effort.day-of-a-span'>

/**
 * Corrects an entry: only what is given. Timed minutes that somebody rewrites are no longer timed but guessed; so is an
 * evening's tap that is moved or rewritten, and the evening may be tapped again.
 */
export async function correctEntry(
  scope: WriteScope,
  { id, by, ...correction }: Correction & { id: string; by: By },
): Promise<Entry | NotCorrected> {
  const entry = await entryToChange(scope, id, by)
  if (isRefusal(entry)) return entry
  if (entry.state === 'removed') return refuse('effort.entry-unknown', { where: 'id' })
  const { about, channel = entry.channel, activity = entry.activity, day = entry.day, minutes = entry.minutes } = correction
  if (entry.startedAt && day !== entry.day) return refuse('effort.day-of-a-span', { where: 'day' })
  const refusal =
    (await notAhead(scope, day)) ?? (await fitsDay(scope, { memberId: entry.memberId, day, minutes, instead: entry.entryId }))
  if (refusal) return refusal

  const rewritten = minutes !== entry.minutes
  const endedAt = rewritten && entry.startedAt ? await endAfter(scope, entry, minutes, scope.clock.now()) : entry.endedAt
  if (isRefusal(endedAt)) return endedAt
  const moved = entry.footing === 'evening' && (channel !== entry.channel || day !== entry.day)
  const footing = moved || (rewritten && entry.footing !== 'drafted') ? 'guess' : entry.footing
  const spreadMinutes = rewritten || moved ? spreadOf(footing, minutes) : entry.spreadMinutes
  const change: Partial<StoredEntry> = { channel, activity, day, minutes, endedAt, footing, spreadMinutes }
  return presentEntry(await changeEntry(scope, entry, { ...change, ...(rewritten && { foundAt: null }), ...(about !== undefined && { aboutKind: about?.kind ?? null, aboutKey: about?.key ?? null }) }))
}
