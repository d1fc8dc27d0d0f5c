import type { Agenda, Candidate } from '#contract/agenda.ts'
import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { effortToday } from './queries/effort-today.ts'

/** From this hour on the day can be looked back at. */
const EVENING = '17:00'

/** The evening's minutes, drafts that wait to be kept, and a timer that was forgotten. */
export const agenda: Agenda<ReadScope> = {
  words: 'effort-agenda',
  kinds: {
    evening: {
      icon: 'moon',
      gains: 'knowledge',
      states: {
        tonight: { chance: 0.03, because: 'Hours that nobody noted make a channel look cheaper than it is; tomorrow they are a guess.' },
      },
    },
    'forgotten-timer': {
      icon: 'question',
      gains: 'knowledge',
      states: { asking: { chance: 0.025, because: 'Only today is it remembered how long it was.' } },
    },
    drafts: {
      icon: 'clock',
      gains: 'knowledge',
      states: { waiting: { chance: 0.012, because: 'A draft counts only once it is kept.' } },
    },
  },
  async candidates(scope, { memberId, day, hour }) {
    const { drafts, eveningNoted, forgottenTimer } = await effortToday(scope, { memberId, day, draftsFrom: addDays(day, -6) })
    const found: Candidate[] = []
    if (forgottenTimer) found.push(minute('forgotten-timer', forgottenTimer.id, 'asking', '/hours'))
    if (hour >= EVENING && !eveningNoted) found.push(minute('evening', day, 'tonight', '/hours#evening'))
    if (drafts.count > 0) found.push(minute('drafts', day, 'waiting', '/hours#drafts', { count: drafts.count, minutes: drafts.minutes }))
    return found
  },
}

const minute = (kind: string, subject: string, state: string, href: string, values: Record<string, number> = {}): Candidate => ({
  kind,
  subject,
  state,
  minutes: 1,
  reason: { code: `${kind}-${state}`, values },
  action: { href },
})
