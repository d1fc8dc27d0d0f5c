import { describe, expect, it } from 'vitest'
import { randomOf, type Random } from '../random.ts'
import { reconcile, wordOfMouthUnseen, type Told } from './reconcile.ts'

const times = (count: number, told: Partial<Told>): Told[] => Array<Told>(count).fill({ tracked: null, said: null, hard: false, ...told })
const lineOf = (told: readonly Told[], channel: string) => reconcile(told, { random: randomOf('line') }).lines.find((line) => line.channel === channel)!

describe('tracked and said, made one', () => {
  it('sum to the orders of which anything is known, and come out the same again', () => {
    const told = [...times(20, { tracked: 'instagram', hard: true, said: 'whatsapp' }), ...times(15, { said: 'card' }), ...times(9, { tracked: 'search' }), ...times(7, {})]
    const once = reconcile(told, { random: randomOf('sum') })
    expect(once.of).toBe(44)
    expect(once.lines.reduce((sum, line) => sum + line.orders, 0)).toBeCloseTo(44, 9)
    expect(once.lines.map(({ channel, tracked, said }) => [channel, tracked, said])).toEqual([['card', 0, 15], ['instagram', 20, 0], ['search', 9, 0], ['whatsapp', 0, 20]])
    for (const { low, orders, high } of once.lines) expect(low <= orders && orders <= high).toBe(true)
    expect(reconcile([...told].reverse(), { random: randomOf('sum') })).toEqual(once)
  })

  it('what was only tracked stands', () => {
    const { lines } = reconcile([...times(30, { tracked: 'card' }), ...times(10, { tracked: 'search' })], { random: randomOf('tracked') })
    expect(lines.map(({ orders }) => orders)).toEqual([expect.closeTo(30, 9), expect.closeTo(10, 9)])
    expect(lines[0]!.low).toBeGreaterThan(23)
    expect(lines[0]!.high).toBeLessThan(36)
  })

  it('an answer weighs half until thirty orders have proved how answers err, then by how often they hit', () => {
    const proven = (count: number, said: string) => times(count, { tracked: 'instagram', hard: true, said })
    const others = times(60, { tracked: 'whatsapp' })
    const weight = (told: Told[]) => reconcile([...others, ...told], { random: randomOf('weight') }).weight
    expect(weight(proven(29, 'instagram'))).toBe(0.5)
    expect(weight([...proven(30, 'instagram'), ...times(30, { tracked: 'whatsapp', hard: true, said: 'whatsapp' })])).toBeGreaterThan(0.45)
    // Whatever they bought by, they say the same: nothing is learned from it.
    expect(weight([...proven(30, 'card'), ...times(30, { tracked: 'whatsapp', hard: true, said: 'card' })])).toBeLessThan(0.4)
  })

  it('an answer that codes have shown to be wrong is read as what it stands for', () => {
    const fooled = times(60, { tracked: 'instagram', hard: true, said: 'facebook' })
    const right = times(40, { tracked: 'facebook', hard: true, said: 'card' })
    const asked = times(30, { said: 'facebook' })
    expect(lineOf([...fooled, ...right, ...asked], 'instagram').orders).toBeGreaterThan(70)
    expect(lineOf([...times(10, { tracked: 'instagram' }), ...asked], 'facebook').orders).toBeGreaterThan(20)
  })

  it('keeps what was learned, for whoever wants to see it', () => {
    const { confusion } = reconcile([...times(3, { tracked: 'card', hard: true, said: 'search' }), ...times(2, { tracked: 'card', said: 'card' })], { random: randomOf('kept') })
    expect(confusion).toEqual({ channels: ['card', 'search'], counts: [[0, 3], [0, 0]], orders: 3 })
  })

  it('of nothing is nothing', () => {
    expect(reconcile(times(5, {}), { random: randomOf('nothing') })).toMatchObject({ of: 0, lines: [], weight: 0.5 })
  })
})

it('counts who said a friend and was tracked elsewhere', () => {
  const told = [...times(3, { tracked: 'search', said: 'word-of-mouth' }), ...times(5, { tracked: 'card', said: 'word-of-mouth' }), ...times(4, { said: 'word-of-mouth' }), ...times(2, { tracked: 'word-of-mouth', said: 'word-of-mouth' })]
  expect(wordOfMouthUnseen(told)).toEqual({ orders: 8, tracked: [{ channel: 'card', orders: 5 }, { channel: 'search', orders: 3 }] })
})

/** Shops with five channels: how often the range of a channel holds its true share of the orders that left any evidence. */
describe('simulated shops whose truth is known', () => {
  it.each([
    [60, 0.3, 0.2],
    [150, 0.3, 0.2],
    [400, 0.4, 0.1],
    [150, 0.1, 0.1],
  ])('%i orders, a code on %d of them, a softer track on %d: 90 in 100 ranges hold', { timeout: 60_000 }, (orders, coded, softly) => {
    const SHOPS = 100
    let held = 0
    let looked = 0
    for (let shop = 0; shop < SHOPS; shop++) {
      const { told, truth } = shopByChance(randomOf(`shop ${shop} ${orders}`), { orders, coded, softly })
      for (const { channel, low, high } of reconcile(told, { random: randomOf(`read ${shop}`), draws: 250 }).lines) {
        const share = truth.get(channel)! * told.length
        looked++
        if (low <= share && share <= high) held++
      }
    }
    const coverage = held / looked
    expect(coverage).toBeGreaterThanOrEqual(0.88)
    expect(coverage).toBeLessThanOrEqual(0.96)
  })
})

/** Codes and softer tracks are right; seven in ten buyers answer, of whom three in four rightly, some channels' more than others'. */
function shopByChance(random: Random, { orders, coded, softly }: { orders: number; coded: number; softly: number }) {
  const names = ['a', 'b', 'c', 'd', 'e']
  const pick = (chances: readonly number[]) => {
    let left = random.uniform()
    const place = chances.findIndex((chance) => (left -= chance) < 0)
    return place === -1 ? chances.length - 1 : place
  }
  const mix = random.dirichlet([2, 2, 2, 2, 2])
  const codeOf = names.map(() => coded * (0.3 + 1.4 * random.uniform()))
  const answersOf = names.map((_, channel) => {
    const right = Math.min(0.95, Math.max(0.5, 0.75 + 0.1 * random.normal()))
    const wrong = random.dirichlet([1, 1, 1, 1])
    return names.map((_, named) => (named === channel ? right : (1 - right) * wrong[named < channel ? named : named - 1]!))
  })
  const ANSWERS = 0.7
  const told = Array.from({ length: orders }, (): Told => {
    const channel = pick(mix)
    const hard = random.uniform() < codeOf[channel]!
    const tracked = hard || random.uniform() < softly ? names[channel]! : null
    return { tracked, hard, said: random.uniform() < ANSWERS ? names[pick(answersOf[channel]!)]! : null }
  }).filter(({ tracked, said }) => tracked !== null || said !== null)
  const seen = mix.map((share, channel) => share * (1 - (1 - codeOf[channel]!) * (1 - softly) * (1 - ANSWERS)))
  const whole = seen.reduce((sum, share) => sum + share, 0)
  return { told, truth: new Map(names.map((name, channel) => [name, seen[channel]! / whole])) }
}
