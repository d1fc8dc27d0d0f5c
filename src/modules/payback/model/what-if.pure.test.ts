import { describe, expect, it } from 'vitest'
import { WhatIf } from '#contract/what-if.ts'
import type { Entries } from './entries.ts'
import { demoEntries, runningMonth } from './for-tests.ts'
import { ledgerOf } from './ledger.ts'
import { whatIf, type WhatIfAsked } from './what-if.ts'

/** Three months, each like the demo's fifteenth: the only late one whose channels are told apart. */
function threeMonths(): Entries {
  const { orders, minutes, costs, ...people } = demoEntries({ spreadMinutes: 8 })
  const like = (month: string, at: number) => (id: string) => `${id.slice(0, -1)}${at}${month.slice(-1)}`
  const months = ['2026-08', '2026-09', '2026-10'].map((month, at) => ({ month, named: like(month, at) }))
  return {
    ...people,
    orders: months.flatMap(({ month, named }) => orders.filter((order) => order.month === '2026-10').map((order) => ({ ...order, id: named(order.id), month }))),
    minutes: months.flatMap(({ month, named }) => minutes.filter(({ day }) => day.startsWith('2026-10')).map((row) => ({ ...row, id: named(row.id), day: month + row.day.slice(7) }))),
    costs: months.flatMap(({ month, named }) => costs.filter(({ day }) => day.startsWith('2026-10')).map((cost) => ({ ...cost, id: named(cost.id), day: month + cost.day.slice(7) }))),
  }
}

const ledger = ledgerOf(threeMonths(), runningMonth)
const asked = (given: WhatIfAsked) => whatIf(ledger, 'demo', given)

describe('what if', () => {
  it('is what the contract says, comes out the same when asked again, and its parts sum to it', () => {
    const answer = asked({ kind: 'halve', channel: 'instagram' })
    expect(WhatIf.parse(answer)).toEqual(answer)
    expect(asked({ kind: 'halve', channel: 'instagram' })).toEqual(answer)
    const { change, margin, hours, costs, low, high } = answer.guess!
    expect(margin + hours + costs).toBe(change)
    expect(low).toBeLessThanOrEqual(change)
    expect(high).toBeGreaterThanOrEqual(change)
  })

  it('asks nothing of a shop that was asked nothing: what can be chosen, the most time first', () => {
    const { guess, thin, channels } = asked({})
    expect([guess, thin]).toEqual([null, null])
    expect(channels[0]).toBe('whatsapp')
  })

  it('says better where hours come back that brought nothing, and worse where most orders come from', () => {
    const blog = asked({ kind: 'drop', channel: 'blog' }).guess!
    expect(blog).toMatchObject({ verdict: 'better', costs: 0 })
    expect(blog.hours).toBeGreaterThan(0)
    // What nobody bought may still be worth an order now and then.
    expect(blog.low).toBeLessThan(blog.hours)
    expect(asked({ kind: 'drop', channel: 'word-of-mouth' }).guess).toMatchObject({ verdict: 'worse' })
  })

  it('moves minutes and saves none', () => expect(asked({ kind: 'move', channel: 'whatsapp', to: 'word-of-mouth' }).guess).toMatchObject({ hours: 0, costs: 0, minutes: 0 }))

  it('refuses, with its reason, where data are too thin', () => {
    expect(asked({ kind: 'move', channel: 'card', to: 'whatsapp' }).thin).toMatchObject({ code: 'few-minutes', channel: 'card', needed: 217 })
    expect(asked({ kind: 'move', channel: 'whatsapp', to: 'blog' }).thin).toMatchObject({ code: 'few-orders', channel: 'blog', count: 0, needed: 10 })
    expect(asked({ kind: 'move', channel: 'whatsapp', to: 'whatsapp' }).thin?.code).toBe('same-channel')
    expect(asked({ kind: 'drop', channel: 'tiktok' }).thin).toMatchObject({ code: 'few-months', count: 0 })
    const unpriced = ledgerOf({ ...threeMonths(), worths: [] }, runningMonth)
    expect(whatIf(unpriced, 'demo', { kind: 'drop', channel: 'blog' }).thin?.code).toBe('unknown')
    const young = ledgerOf({ ...threeMonths(), orders: [], minutes: [], costs: [] }, runningMonth)
    expect(whatIf(young, 'demo', { kind: 'drop', channel: 'blog' })).toMatchObject({ guess: null, thin: { code: 'few-months' } })
  })
})
