import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemKinds } from '#contract/coach.ts'
import { keyOf, type Candidate } from './candidate.ts'
import { priors } from './priors.ts'
import { MOST_ITEMS, MOST_OF_A_KIND, rank, worthPerMinute } from './rank.ts'

const candidate = (kind: Candidate['kind'], subject: string, state: string, minutes: number): Candidate => ({
  kind,
  subject,
  state,
  minutes,
  reason: { code: `${kind}.${state}`, values: {} },
  href: '/today',
})
const keys = (list: readonly Candidate[]) => list.map(keyOf)

describe('the ranking', () => {
  it('puts the most worthwhile minute first: the golden morning', () => {
    const morning = [
      candidate('drafts', '2026-11-18', 'waiting', 1),
      candidate('order-to-note', 'old', 'earlier', 1),
      candidate('order-to-note', 'new', 'fresh', 1),
      candidate('hand-over', 'ig', 'due', 3),
      candidate('thank', 'ayu', 'fresh', 2),
      candidate('evening', '2026-11-18', 'tonight', 1),
    ]
    const { items, more } = rank(morning, 30)
    expect(items.map((item) => [keyOf(item), +worthPerMinute(item).toFixed(4)])).toEqual([
      ['thank:ayu', 0.05],
      ['order-to-note:new', 0.04],
      ['evening:2026-11-18', 0.03],
      ['hand-over:ig', 0.0267],
      ['drafts:2026-11-18', 0.012],
    ])
    expect(more).toBe(1)
  })

  it('does not fill the list with one kind', () => {
    const orders = Array.from({ length: 9 }, (_, index) => candidate('order-to-note', `o${index}`, 'fresh', 1))
    const { items, more } = rank([...orders, candidate('drafts', 'd', 'waiting', 1)], 30)
    expect(keys(items)).toEqual(['order-to-note:o0', 'order-to-note:o1', 'drafts:d'])
    expect(more).toBe(7)
  })

  it('stays within the box, but always has a first thing', () => {
    const long = candidate('thank', 'long', 'fresh', 50)
    expect(keys(rank([long], 30).items)).toEqual(['thank:long'])
    const posts = [candidate('hand-over', 'a', 'due', 20), candidate('hand-over', 'b', 'due', 20), candidate('drafts', 'd', 'waiting', 5)]
    expect(keys(rank(posts, 30).items)).toEqual(['hand-over:a', 'drafts:d'])
  })

  it('is fine with nothing', () => expect(rank([], 30)).toEqual({ items: [], more: 0 }))

  const known = itemKinds.flatMap((kind) => Object.keys(priors[kind]).map((state) => ({ kind, state })))
  const anything = fc
    .array(fc.record({ of: fc.constantFrom(...known), minutes: fc.integer({ min: 1, max: 40 }) }), { maxLength: 40 })
    .map((list) => list.map(({ of, minutes }, index) => candidate(of.kind, `s${index}`, of.state, minutes)))

  it('keeps its promises whatever is offered, and does not depend on the order it is offered in', () => {
    fc.assert(
      fc.property(anything, (offered) => {
        const { items, more } = rank(offered, 30)
        expect(items.length).toBeLessThanOrEqual(MOST_ITEMS)
        for (const kind of itemKinds) expect(items.filter((item) => item.kind === kind).length).toBeLessThanOrEqual(MOST_OF_A_KIND)
        if (items.length > 1) expect(items.reduce((sum, item) => sum + item.minutes, 0)).toBeLessThanOrEqual(30)
        for (const [index, item] of items.entries()) if (index > 0) expect(worthPerMinute(items[index - 1]!)).toBeGreaterThanOrEqual(worthPerMinute(item))
        expect(items.length + more).toBe(offered.length)
        expect(rank([...offered].reverse(), 30)).toEqual({ items, more })
      }),
    )
  })

  it('has each of its suppositions published, with its reason', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guides/hours.md'), 'utf8')
    const rows = itemKinds.flatMap((kind) =>
      Object.entries(priors[kind]).map(([state, { chance, because }]) => `| ${kind} | ${state} | ${(chance * 100).toFixed(1)}% | ${because} |`),
    )
    expect(rows.filter((row) => !guide.includes(row))).toEqual([])
  })
})
