import type { Agenda } from '#contract/agenda.ts'
import { addDays, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { youngAccounts } from './queries/young-accounts.ts'

/** The first followers are asked one by one; after these a shop is found by others too. */
const FIRST_TEN = 10
const FIRST_HUNDRED = 100

/** Accounts that hardly anybody follows yet: tell friends of them, one by one. */
export const agenda: Agenda<ReadScope> = {
  words: 'networks-agenda',
  kinds: {
    invite: {
      icon: 'people',
      gains: 'order',
      once: true,
      states: {
        'first-ten': { chance: 0.05, because: 'The first ten come by being asked, one by one; friends are also the first who tell others.' },
        'first-hundred': { chance: 0.025, because: 'Fewer than a hundred: asking still finds more of them than posting.' },
      },
    },
  },
  async candidates(scope, { day }) {
    const [account] = await youngAccounts(scope, { fewerThan: FIRST_HUNDRED })
    if (!account) return []
    const { followers, channel, handle } = account
    const state = followers === null || followers < FIRST_TEN ? 'first-ten' : 'first-hundred'
    return [
      {
        kind: 'invite',
        // Three friends a week, not every morning.
        subject: `${account.id}.${addDays(day, 1 - weekdayOf(day))}`,
        state,
        minutes: 5,
        reason: {
          code: followers === null ? 'invite-uncounted' : `invite-${state}`,
          values: { channel, handle, ...(followers !== null && { count: followers }) },
        },
        action: { href: '/accounts' },
        work: { channel, activity: 'talk' },
      },
    ]
  },
}
