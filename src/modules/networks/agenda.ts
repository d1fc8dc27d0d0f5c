import type { Agenda, Candidate } from '#contract/agenda.ts'
import { addDays, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { followBacks } from './queries/follow-backs.ts'
import { friends } from './queries/friends.ts'
import { youngAccounts } from './queries/young-accounts.ts'

/** The first followers are asked one by one; after these a shop is found by others too. */
const FIRST_TEN = 10
const FIRST_HUNDRED = 100

/** Three friends a week, not every morning. */
const FRIENDS_A_WEEK = 3

const WEEK = 7 * 86_400_000
/** Who came so lately still looks whether somebody is there. */
const FRESH = WEEK
const FOLLOW_MINUTES = { look: 1, most: 5 }

/** Accounts that hardly anybody follows yet: tell friends of them, one by one. Who follows and is not followed back. */
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
    'follow-back': {
      icon: 'people',
      gains: 'order',
      once: true,
      states: {
        fresh: { chance: 0.03, because: 'They came by themselves, and being followed back is the first answer they get.' },
        earlier: { chance: 0.012, because: 'The same, some weeks later.' },
      },
    },
  },
  async candidates(scope, { day }) {
    return (await Promise.all([toInvite(scope, day), toFollow(scope)])).flat()
  },
}

async function toInvite(scope: ReadScope, day: string): Promise<Candidate[]> {
  const [account] = await youngAccounts(scope, { fewerThan: FIRST_HUNDRED })
  if (!account) return []
  const { followers, channel, handle } = account
  const weekAgo = new Date(scope.clock.now().getTime() - WEEK).toISOString()
  const listed = (await friends(scope)).find(({ accountId }) => accountId === account.id)?.friends ?? []
  if (listed.filter(({ toldAt }) => toldAt !== null && toldAt > weekAgo).length >= FRIENDS_A_WEEK) return []
  const next = listed.filter(({ toldAt }) => toldAt === null).slice(0, FRIENDS_A_WEEK)
  const state = followers === null || followers < FIRST_TEN ? 'first-ten' : 'first-hundred'
  return [
    {
      kind: 'invite',
      subject: `${account.id}.${addDays(day, 1 - weekdayOf(day))}`,
      state,
      minutes: 5,
      reason:
        next.length > 0
          ? { code: 'invite-listed', values: { channel, handle, names: next.map(({ name }) => name).join(', ') } }
          : { code: followers === null ? 'invite-uncounted' : `invite-${state}`, values: { channel, handle, ...(followers !== null && { count: followers }) } },
      action: { href: '/accounts#friends' },
      work: { channel, activity: 'talk' },
    },
  ]
}

async function toFollow(scope: ReadScope): Promise<Candidate[]> {
  const now = scope.clock.now().getTime()
  return (await followBacks(scope)).map(({ accountId, channel, handle, people }) => {
    const [latest] = people as [(typeof people)[number]]
    const state = now - Date.parse(latest.firstSeenAt) <= FRESH ? 'fresh' : 'earlier'
    return {
      kind: 'follow-back',
      // Who comes after that is a new reason.
      subject: `${accountId}.${Date.parse(latest.firstSeenAt)}`,
      state,
      minutes: Math.min(FOLLOW_MINUTES.look + people.length, FOLLOW_MINUTES.most),
      reason: { code: `follow-back-${state}`, values: { name: latest.name, count: people.length, handle, channel } },
      action: { href: '/accounts#follow-back' },
      work: { channel, activity: 'talk' },
    }
  })
}
