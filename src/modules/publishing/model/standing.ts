import type { Outcome, Sighting } from '#modules/networks'
import type { TargetRow } from '../tables.ts'
import { policy } from './policy.ts'

// The state machine of a post on one account: pure, so that every path can be tried.
//
//   draft ─▶ scheduled ─▶ (hour) ─▶ attempting ─▶ published
//                │                    │  ▲  ├──▶ due ─▶ attempting …      did not happen: tried again later
//                │                    │  │  ├──▶ failed                    will not happen by itself
//                │                    └──┴──┴──▶ needs-you                 could not be found out
//                └────────▶ handed-over ─▶ done | skipped | scheduled (later)
//
// `unresolved` is set before anything is sent and cleared by an answer: a target that is unresolved is looked for,
// never sent.

export type Standing = Pick<
  TargetRow,
  'state' | 'way' | 'dueAt' | 'unresolved' | 'attempts' | 'looks'
>
export type Change = Partial<
  Pick<TargetRow, 'state' | 'wakeAt' | 'lease' | 'unresolved' | 'attempts' | 'looks' | 'remoteId' | 'address' | 'publishedAt' | 'why' | 'whyDetail'>
>

export interface Abilities {
  canLook: boolean
  /** The network itself refuses a second post under the key, so that sending again cannot make two. */
  keyed: boolean
}

/** What a worker does with a target that woke. `ask`: only a person can say what became of it. */
export function nextStep(target: Standing, abilities: Abilities, now: Date): 'hand-over' | 'send' | 'look' | 'ask' | 'too-late' | 'nothing' {
  if (target.state === 'attempting' || target.unresolved) return abilities.canLook ? 'look' : 'ask'
  if (target.state !== 'scheduled' && target.state !== 'due') return 'nothing'
  if (target.way === 'hand-over') return 'hand-over'
  return isLate(target, now) ? 'too-late' : 'send'
}

const isLate = ({ dueAt }: Standing, at: Date): boolean => dueAt !== null && at.getTime() > dueAt.getTime() + policy.lateMs

const settled: Change = { wakeAt: null, lease: null, unresolved: false }

export const published = ({ remoteId, address }: Extract<Outcome, { is: 'published' }>, at: Date): Change => ({
  ...settled,
  state: 'published',
  remoteId,
  address,
  publishedAt: at,
  why: null,
  whyDetail: null,
})

export const failed = (why: string, detail?: string): Change => ({ ...settled, state: 'failed', why, whyDetail: detail ?? null })

/** Stays unresolved: it may be out. */
export const needsYou = (why: string, detail?: string): Change => ({
  state: 'needs-you',
  wakeAt: null,
  lease: null,
  unresolved: true,
  why,
  whyDetail: detail ?? null,
})

/** What follows from the outcome of a try. */
export function afterSend(target: Standing, outcome: Outcome, abilities: Abilities, now: Date): Change {
  switch (outcome.is) {
    case 'published':
      return published(outcome, now)
    case 'pending':
      return lookAt(target, outcome.lookAgainAt, 'network-slow')
    case 'rejected':
    case 'needs-reconnect':
      return failed(outcome.why, outcome.detail)
    case 'retry-after': {
      const at = later(outcome.at, now, pause(policy.retryMs, target.attempts - 1))
      if (isLate(target, at)) return failed(outcome.why, outcome.detail)
      return { state: 'due', wakeAt: at, lease: null, unresolved: false, why: outcome.why, whyDetail: outcome.detail ?? null }
    }
    case 'unknown':
      if (!abilities.canLook) return needsYou(outcome.why, outcome.detail)
      return { ...lookAt(target, new Date(now.getTime() + policy.lookMs[0]), outcome.why), looks: 0, whyDetail: outcome.detail ?? null }
  }
}

/** What follows from having looked. */
export function afterLook(target: Standing, seen: Sighting, abilities: Abilities, now: Date): Change {
  switch (seen.is) {
    case 'published':
      return published(seen, now)
    case 'pending':
      return lookAt(target, seen.lookAgainAt, 'network-slow')
    case 'absent':
      if (!abilities.keyed) return needsYou('not-seen')
      if (isLate(target, now)) return failed('too-late')
      // It did not happen, and were it still on its way, the key would keep it from happening twice.
      return { state: 'due', wakeAt: now, lease: null, unresolved: false, why: null, whyDetail: null }
    case 'needs-reconnect':
      return needsYou(seen.why, seen.detail)
    case 'retry-after':
    case 'unknown': {
      const looks = target.looks + 1
      if (looks >= policy.lookMs.length) return { ...needsYou(seen.why, seen.detail), looks }
      const at = later(seen.is === 'retry-after' ? seen.at : null, now, pause(policy.lookMs, looks))
      return { ...lookAt(target, at, seen.why), looks, whyDetail: seen.detail ?? null }
    }
  }
}

const lookAt = (_: Standing, at: Date, why: string): Change => ({ state: 'attempting', wakeAt: at, lease: null, unresolved: true, why })

const pause = (pauses: readonly number[], tries: number): number => pauses[Math.min(Math.max(tries, 0), pauses.length - 1)]!

const later = (wished: Date | null, now: Date, pauseMs: number): Date =>
  new Date(Math.max(wished?.getTime() ?? 0, now.getTime() + pauseMs))
