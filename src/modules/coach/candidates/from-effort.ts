import { queries as effort } from '#modules/effort'
import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { Candidate } from '../model/candidate.ts'
import type { Asked } from './source.ts'

/** From this hour on the day can be looked back at. */
const EVENING = '17:00'

/** The evening's minutes, drafts that wait to be kept, and a timer that was forgotten. */
export async function fromEffort(scope: ReadScope, { memberId, day, hour }: Asked): Promise<Candidate[]> {
  const { drafts, eveningNoted, forgottenTimer } = await effort.effortToday(scope, { memberId, day, draftsFrom: addDays(day, -6) })
  const found: Candidate[] = []
  if (forgottenTimer)
    found.push({
      kind: 'forgotten-timer',
      subject: forgottenTimer.id,
      state: 'asking',
      minutes: 1,
      reason: { code: 'forgotten-timer-asking', values: {} },
      href: '/hours',
    })
  if (hour >= EVENING && !eveningNoted)
    found.push({
      kind: 'evening',
      subject: day,
      state: 'tonight',
      minutes: 1,
      reason: { code: 'evening-tonight', values: {} },
      href: '/hours#evening',
    })
  if (drafts.count > 0)
    found.push({
      kind: 'drafts',
      subject: day,
      state: 'waiting',
      minutes: 1,
      reason: { code: 'drafts-waiting', values: { count: drafts.count, minutes: drafts.minutes } },
      href: '/hours#drafts',
    })
  return found
}
