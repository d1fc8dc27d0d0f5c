import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_ITEMS, MOST_OF_A_KIND, rank, worthPerMinute, type Rankable } from './rank.ts'

const thing = (kind: string, subject: string, chance: number, minutes: number): Rankable => ({ kind, subject, chance, minutes })
const keyOf = ({ kind, subject }: Rankable) => `${kind}:${subject}`
const keys = (list: readonly Rankable[]) => list.map(keyOf)
const sumOf = (list: readonly Rankable[], what: 'chance' | 'minutes') => list.reduce((sum, one) => sum + one[what], 0)

describe('the ranking', () => {
  it('puts the most worthwhile minute first: the golden morning', () => {
    const morning = [
      thing('drafts', '2026-11-18', 0.012, 1),
      thing('order-to-note', 'old', 0.012, 1),
      thing('order-to-note', 'new', 0.04, 1),
      thing('hand-over', 'ig', 0.08, 3),
      thing('thank', 'ayu', 0.1, 2),
      thing('evening', '2026-11-18', 0.03, 1),
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
    const orders = Array.from({ length: 9 }, (_, index) => thing('order-to-note', `o${index}`, 0.04, 1))
    const { items, more } = rank([...orders, thing('drafts', 'd', 0.012, 1)], 30)
    expect(keys(items)).toEqual(['order-to-note:o0', 'order-to-note:o1', 'drafts:d'])
    expect(more).toBe(7)
  })

  it('stays within the time, but always has a first thing', () => {
    expect(keys(rank([thing('thank', 'long', 0.1, 50)], 30).items)).toEqual(['thank:long'])
    expect(keys(rank([thing('thank', 'a', 0.1, 2), thing('evening', 'b', 0.03, 1)], 0).items)).toEqual(['thank:a'])
    const posts = [thing('hand-over', 'a', 0.08, 20), thing('hand-over', 'b', 0.08, 20), thing('drafts', 'd', 0.012, 5)]
    expect(keys(rank(posts, 30).items)).toEqual(['hand-over:a', 'drafts:d'])
  })

  it('fills the time better than by taking the best minute first', () => {
    // The best minute first leaves 9 of 10 minutes to nothing that fits.
    const offered = [thing('a', 'short', 0.02, 1), thing('b', 'long', 0.1, 10)]
    expect(keys(rank(offered, 10).items)).toEqual(['b:long'])
  })

  it('is fine with nothing', () => expect(rank([], 30)).toEqual({ items: [], more: 0 }))

  const anything = fc
    .array(fc.record({ kind: fc.constantFrom('a', 'b', 'c', 'd'), chance: fc.double({ min: 0, max: 1, noNaN: true }), minutes: fc.integer({ min: 1, max: 40 }) }), { maxLength: 9 })
    .map((list) => list.map(({ kind, chance, minutes }, index) => thing(kind, `s${index}`, chance, minutes)))
  const time = fc.integer({ min: 0, max: 60 })

  it('keeps its promises whatever is offered, and does not depend on the order it is offered in', () => {
    fc.assert(
      fc.property(anything, time, (offered, minutes) => {
        const { items, more } = rank(offered, minutes)
        expect(items.length).toBeLessThanOrEqual(MOST_ITEMS)
        for (const { kind } of items) expect(items.filter((item) => item.kind === kind).length).toBeLessThanOrEqual(MOST_OF_A_KIND)
        if (items.length > 1) expect(sumOf(items, 'minutes')).toBeLessThanOrEqual(minutes)
        for (const [index, item] of items.entries()) if (index > 0) expect(worthPerMinute(items[index - 1]!)).toBeGreaterThanOrEqual(worthPerMinute(item))
        expect(items.length + more).toBe(offered.length)
        expect(items.length === 0).toBe(offered.length === 0)
        expect(rank([...offered].reverse(), minutes)).toEqual({ items, more })
      }),
    )
  })

  it('finds the best there is: no other five within the time are worth more', () => {
    fc.assert(
      fc.property(anything, time, (offered, minutes) => {
        const { items } = rank(offered, minutes)
        if (items.length === 1 && items[0]!.minutes > minutes) return
        expect(sumOf(items, 'chance')).toBeGreaterThanOrEqual(bestByTrying(offered, minutes) - 1e-7)
      }),
    )
  })
})

/** Every choice there is, tried. */
function bestByTrying(offered: readonly Rankable[], minutes: number): number {
  let best = 0
  for (let choice = 0; choice < 2 ** offered.length; choice++) {
    const chosen = offered.filter((_, index) => (choice >> index) & 1)
    const ofAKind = (kind: string) => chosen.filter((one) => one.kind === kind).length
    if (chosen.length > MOST_ITEMS || sumOf(chosen, 'minutes') > minutes || chosen.some(({ kind }) => ofAKind(kind) > MOST_OF_A_KIND)) continue
    best = Math.max(best, sumOf(chosen, 'chance'))
  }
  return best
}
