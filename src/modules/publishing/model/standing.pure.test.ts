import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Outcome, Sighting } from '#modules/networks'
import { policy } from './policy.ts'
import { afterLook, afterSend, nextStep, type Abilities, type Change, type Standing } from './standing.ts'

const now = new Date('2026-11-18T12:30:00Z')
const at = (ms: number) => new Date(now.getTime() + ms)
const keyed: Abilities = { canLook: true, keyed: true }
const blind: Abilities = { canLook: false, keyed: false }
const sent: Standing = { state: 'attempting', way: 'direct', dueAt: now, unresolved: true, attempts: 1, looks: 0 }
const yes: Outcome = { is: 'published', remoteId: 'at://x', address: 'https://x' }

test('what was sent and not answered is looked for, and where nobody can look a person is asked', () => {
  const after = afterSend(sent, { is: 'unknown', why: 'no-answer' }, keyed, now)
  expect(after).toMatchObject({ state: 'attempting', unresolved: true, wakeAt: at(policy.lookMs[0]) })
  expect(nextStep({ ...sent, ...after }, keyed, now)).toBe('look')
  expect(afterSend(sent, { is: 'unknown', why: 'no-answer' }, blind, now)).toMatchObject({ state: 'needs-you', unresolved: true, wakeAt: null })
  expect(nextStep(sent, blind, now)).toBe('ask')
})

test('what did not happen is tried again after longer and longer pauses, until it is late', () => {
  const pauses: number[] = []
  let clock = now
  let standing = sent
  for (;;) {
    const after = afterSend(standing, { is: 'retry-after', at: null, why: 'network-down' }, keyed, clock)
    if (after.state === 'failed') break
    expect(after).toMatchObject({ state: 'due', unresolved: false, why: 'network-down' })
    pauses.push(after.wakeAt!.getTime() - clock.getTime())
    clock = after.wakeAt!
    standing = { ...standing, attempts: standing.attempts + 1 }
  }
  expect(pauses.slice(0, 6)).toEqual(policy.retryMs)
  expect(clock.getTime() - now.getTime()).toBeLessThanOrEqual(policy.lateMs)
  expect(at(policy.lateMs).getTime() - clock.getTime()).toBeLessThan(policy.retryMs.at(-1)!)
})

test('a network that names an hour is not asked before it', () => {
  const after = afterSend(sent, { is: 'retry-after', at: at(3_600_000), why: 'too-many' }, keyed, now)
  expect(after.wakeAt).toEqual(at(3_600_000))
})

test('what is not there is sent under its key; without a key a person decides', () => {
  expect(afterLook(sent, { is: 'absent' }, keyed, now)).toMatchObject({ state: 'due', unresolved: false, wakeAt: now })
  expect(afterLook(sent, { is: 'absent' }, { canLook: true, keyed: false }, now)).toMatchObject({ state: 'needs-you', why: 'not-seen' })
  expect(afterLook(sent, { is: 'absent' }, keyed, at(policy.lateMs + 1))).toMatchObject({ state: 'failed', why: 'too-late' })
})

test('looking has an end', () => {
  let standing = sent
  let looks = 0
  for (; standing.state === 'attempting'; looks++) standing = { ...standing, ...afterLook(standing, { is: 'retry-after', at: null, why: 'network-down' }, keyed, now) } as Standing
  expect(standing).toMatchObject({ state: 'needs-you', unresolved: true })
  expect(looks).toBe(policy.lookMs.length)
})

test('a post that is late is not sent, one that a person posts is still handed over', () => {
  const waiting: Standing = { ...sent, state: 'scheduled', unresolved: false, attempts: 0 }
  expect(nextStep(waiting, keyed, at(policy.lateMs))).toBe('send')
  expect(nextStep(waiting, keyed, at(policy.lateMs + 1))).toBe('too-late')
  expect(nextStep({ ...waiting, way: 'hand-over' }, keyed, at(policy.lateMs + 1))).toBe('hand-over')
})

// A network that keeps what reached it; whatever it answers, and whenever the worker dies, at most one post is there.
const step = fc.record({
  arrives: fc.boolean(),
  answer: fc.constantFrom<'truth' | 'lost' | 'down' | 'killed' | 'rejected'>('truth', 'lost', 'down', 'killed', 'rejected'),
  look: fc.constantFrom<'truth' | 'lost' | 'down'>('truth', 'lost', 'down'),
})

test('over any run of answers, losses and kills: never twice, and never lost without a word', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.constantFrom(keyed, blind, { canLook: true, keyed: false }), (run, abilities) => {
      let there = 0
      let clock = now
      let standing: Standing & { wakeAt?: Date | null } = { ...sent, state: 'scheduled', unresolved: false, attempts: 0, wakeAt: now }
      for (const { arrives, answer, look } of run) {
        if (!standing.wakeAt) break
        clock = standing.wakeAt > clock ? standing.wakeAt : clock
        const what = nextStep(standing, abilities, clock)
        if (what === 'too-late') {
          standing = { ...standing, state: 'failed', wakeAt: null }
          break
        }
        if (what === 'ask') {
          standing = { ...standing, state: 'needs-you', wakeAt: null }
          break
        }
        const leased = { ...standing, state: 'attempting' as const, unresolved: true, wakeAt: new Date(clock.getTime() + policy.leaseMs) }
        if (what === 'send') {
          leased.attempts++
          // Rejected and down mean: it did not arrive. A keyed network holds one post under a key.
          const arrived = arrives && answer !== 'rejected' && answer !== 'down'
          if (arrived) there = abilities.keyed ? 1 : there + 1
          if (answer === 'killed') {
            standing = leased
            continue
          }
          const outcome: Outcome =
            answer === 'rejected' ? { is: 'rejected', why: 'refused' }
            : answer === 'down' ? { is: 'retry-after', at: null, why: 'network-down' }
            : answer === 'truth' && arrived ? yes
            : { is: 'unknown', why: 'no-answer' }
          standing = { ...leased, ...afterSend(leased, outcome, abilities, clock) } as typeof standing
        } else {
          const seen: Sighting =
            look === 'truth' ? (there > 0 ? { is: 'published', remoteId: 'x', address: null } : { is: 'absent' })
            : look === 'down' ? { is: 'retry-after', at: null, why: 'network-down' }
            : { is: 'unknown', why: 'no-answer' }
          standing = { ...leased, ...afterLook(leased, seen, abilities, clock) } as typeof standing
        }
      }
      expect(there).toBeLessThanOrEqual(1)
      if (standing.state === 'published') expect(there).toBe(1)
      if (standing.state === 'failed') expect(there).toBe(0)
      // Whatever is at rest without being out says so; all else wakes again.
      if (!standing.wakeAt) expect(['published', 'failed', 'needs-you']).toContain(standing.state)
    }),
    { numRuns: 2000 },
  )
})

test('every change that ends a target leaves nothing to wake', () => {
  const ends: Change[] = [
    afterSend(sent, yes, keyed, now),
    afterSend(sent, { is: 'rejected', why: 'text-too-long' }, keyed, now),
    afterSend(sent, { is: 'needs-reconnect', why: 'password-wrong' }, keyed, now),
    afterLook(sent, { is: 'needs-reconnect', why: 'password-wrong' }, keyed, now),
  ]
  expect(ends.map(({ state, wakeAt, lease }) => [state, wakeAt, lease])).toEqual([
    ['published', null, null],
    ['failed', null, null],
    ['failed', null, null],
    ['needs-you', null, null],
  ])
})
