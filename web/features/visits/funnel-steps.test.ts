import { expect, it } from 'vitest'
import type { FunnelStep } from '#contract/visit-questions.ts'
import { seesNoOrder, worstOf } from './funnel-steps'

const step = (kind: FunnelStep['kind'], visitors: number, share: number | null): FunnelStep => ({ kind, like: '*', visitors, share })

it('tells of a checkout that broke, and that orders by chat are not seen', () => {
  const steps = [step('page', 1_000, null), step('whatsapp', 400, 0.4), step('order', 0, 0)]
  expect(worstOf(steps)?.kind).toBe('order')
  expect(seesNoOrder(steps)).toBe(true)
})

it('tells of the greatest drop, and nothing of chats where a page took orders', () => {
  const steps = [step('page', 1_000, null), step('whatsapp', 100, 0.1), step('order', 50, 0.5)]
  expect(worstOf(steps)?.kind).toBe('whatsapp')
  expect(seesNoOrder(steps)).toBe(false)
})

it('names no step that nobody could have taken', () => {
  expect(worstOf([step('page', 9, null), step('whatsapp', 0, 0), step('order', 0, null)])?.kind).toBe('whatsapp')
  const nobody = [step('page', 0, null), step('order', 0, null)]
  expect(worstOf(nobody)).toBeUndefined()
  expect(seesNoOrder(nobody)).toBe(false)
})
