import type { Agenda, Candidate } from '#contract/agenda.ts'
import type { ReadScope } from '#platform/scope'
import { handOversWaiting } from './queries/hand-overs.ts'
import { postRhythm } from './queries/post-rhythm.ts'
import { postsDue } from './queries/posts-due.ts'

/** After so long its hour has passed, though it is still worth posting. */
const OVERDUE = 6 * 3_600_000
const LONGEST_TEXT = 80
/** Twice a week is the rhythm that stage 4 asks for (`postRhythm` looks at a week round today). */
const POSTS_A_WEEK = 2

/** Posts that wait for a person, posts that failed or could not be found out, and a week without one. What goes out by itself is no task. */
export const agenda: Agenda<ReadScope> = {
  words: 'publishing-agenda',
  kinds: {
    'hand-over': {
      icon: 'phone',
      gains: 'order',
      states: {
        due: { chance: 0.08, because: 'It is written and waits for a tap: the rest of the work is done.' },
        overdue: { chance: 0.05, because: 'Still worth posting, though its hour has passed.' },
      },
    },
    'post-due': {
      icon: 'warning',
      gains: 'order',
      states: {
        'needs-you': { chance: 0.07, because: 'Nobody knows whether it is out; looking takes a minute.' },
        failed: { chance: 0.06, because: 'It was to go out and did not.' },
      },
    },
    'post-gap': {
      icon: 'calendar',
      gains: 'order',
      states: {
        empty: { chance: 0.06, because: 'A shop that is silent for a week is forgotten; one post ends the silence.' },
        thin: { chance: 0.03, because: 'Two posts a week is the rhythm that lasts; one is there already.' },
      },
    },
  },
  async candidates(scope, { day }) {
    const now = scope.clock.now().getTime()
    const [waiting, due, rhythm] = await Promise.all([handOversWaiting(scope), postsDue(scope), postRhythm(scope, day)])
    const found = [
      ...waiting.map((target): Candidate => ({
        ...ofTarget('hand-over', now - target.dueAt.getTime() > OVERDUE ? 'overdue' : 'due', target),
        minutes: 3,
      })),
      ...due.flatMap((target): Candidate | [] => {
        const { state } = target
        return state === 'failed' || state === 'needs-you' ? { ...ofTarget('post-due', state, target), minutes: 2 } : []
      }),
    ]
    if (rhythm.everPosted && rhythm.posts < POSTS_A_WEEK) {
      const state = rhythm.posts === 0 ? 'empty' : 'thin'
      found.push({
        kind: 'post-gap',
        // Left out, it is left out for as long as the gap would have lasted.
        subject: rhythm.monday,
        state,
        minutes: 10,
        reason: { code: `post-gap-${state}`, values: {} },
        action: { href: '/compose' },
        work: { channel: null, activity: 'write' },
      })
    }
    return found
  },
}

interface Target {
  targetId: string
  postId: string
  channel: NonNullable<Candidate['work']>['channel']
  dueAt: Date
  text: string
}

const ofTarget = (kind: string, state: string, { targetId, postId, channel, dueAt, text }: Target) => ({
  kind,
  subject: targetId,
  state,
  reason: { code: `${kind}-${state}`, values: { channel: channel ?? '', at: dueAt.toISOString(), text: shortened(text) } },
  action: { href: `/calendar?target=${targetId}` },
  work: { channel, activity: 'write' as const, about: { kind: 'post' as const, key: postId } },
  trace: { by: 'post' as const, of: postId },
})

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  return letters.length > LONGEST_TEXT ? `${letters.slice(0, LONGEST_TEXT - 1).join('')}…` : letters.join('')
}
