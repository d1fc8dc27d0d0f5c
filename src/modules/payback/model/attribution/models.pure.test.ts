import { describe, expect, it } from 'vitest'
import { modelNames, type ModelName } from '#contract/attribution.ts'
import { randomOf } from '../random.ts'
import { bootstrap } from './bootstrap.ts'
import { goldenChannels, goldenPaths, journeysByChance, path } from './for-tests.ts'
import { journeysOf, sizeOf, type Journey } from './journeys.ts'
import { removalOf } from './markov.ts'
import { creditsBy, layoutOf, models } from './models.ts'

const golden = journeysOf(goldenPaths, goldenChannels)

/** What each model must return for the golden paths, in conversions: first, last and linear by the reference R package. */
const goldenCredits: Record<Exclude<ModelName, 'last-non-direct'>, number[]> = {
  first: [10, 4, 4, 9, 3],
  last: [2, 19, 0, 6, 3],
  linear: [7, 10.5, 5 / 3, 47 / 6, 3],
  position: [6.6, 11, 1.8, 7.6, 3],
  decay: [6.798859215, 10.924365925, 1.535940732, 7.740834128, 3],
  shapley: [20 / 3, 32 / 3, 1.5, 49 / 6, 3],
  markov: [8.561871572, 11.478888402, 2.05324953, 6.093534432, 1.812456063],
}

const near = (got: Iterable<number>, wanted: readonly number[], digits = 9) => {
  const values = [...got]
  expect(values).toHaveLength(wanted.length)
  for (const [index, value] of values.entries()) expect(Math.abs(value - wanted[index]!), `${value} is not ${wanted[index]}`).toBeLessThan(10 ** -digits)
}

describe('the golden paths', () => {
  it.each(Object.entries(goldenCredits))('%s', (name, wanted) => {
    near(creditsBy(golden, [name as ModelName])[name as ModelName].conversions, wanted)
  })

  it('without "direct" the last touch is the last non-direct one', () => {
    near(creditsBy(golden, ['last-non-direct'])['last-non-direct'].conversions, goldenCredits.last)
  })

  it('linear, in value', () => {
    near(creditsBy(golden, ['linear']).linear.values, [1_015_000, 1_587_500, 760_000 / 3, 3_312_500 / 3, 300_000])
  })

  it('Markov’s chance of an order and removal effects, in closed form', () => {
    const { probability, effects } = removalIn(golden)
    near([probability], [0.106761565836])
    near(effects, [0.472390572391, 0.633333333333, 0.113285478828, 0.336203153026, 0.1])
  })

  it('Markov’s tiny case', () => {
    const tiny = journeysOf([path('C1>C2>C3', 1), path('C1', 0, 0, 1), path('C2>C3', 0, 0, 1)])
    const { probability, effects } = removalIn(tiny)
    near([probability], [1 / 3])
    near(effects, [0.5, 1, 1])
    near(creditsBy(tiny, ['markov']).markov.conversions, [0.2, 0.4, 0.4])
  })

  it('Markov’s 90% bootstrap range of share, within what a bootstrap’s own draws vary', { timeout: 60_000 }, () => {
    const [instagram, whatsapp, tiktok, search, marketplace] = bootstrap(golden, ['markov'], { random: randomOf('golden'), draws: 10_000 }).markov.map(({ low, high }) => [low, high])
    near(instagram!, [0.227, 0.34], 2)
    near(whatsapp!, [0.316, 0.443], 2)
    near(tiktok!, [0.048, 0.09], 2)
    near(search!, [0.132, 0.284], 2)
    near(marketplace!.slice(1), [0.129], 2)
    // Its three orders are all missing in (1 − 3/281)²⁸¹ = 4.97% of samples: the bound lies on the step between none (0) and one (.015).
    expect(marketplace![0]).toBeLessThan(0.016)
  })
})

describe('a last touch that is not "direct"', () => {
  it.each([
    ['search>direct', 'search'],
    ['search>instagram>direct>direct', 'instagram'],
    ['direct>direct', 'direct'],
    ['direct>search', 'search'],
  ])('%s: %s', (text, winner) => {
    const journeys = journeysOf([path(text, 1, 500)])
    const { conversions, values } = creditsBy(journeys, ['last-non-direct'])['last-non-direct']
    const place = journeys.channels.indexOf(winner)
    expect([conversions[place], values[place]]).toEqual([1, 500])
    expect(conversions.reduce((sum, credit) => sum + credit, 0)).toBe(1)
  })
})

describe.each(['one', 'two', 'three', 'four'])('journeys by chance, %s', (seed) => {
  const list = journeysByChance(seed, 200)
  const journeys = journeysOf(list)
  const conversions = list.reduce((sum, journey) => sum + journey.conversions, 0)
  const value = list.reduce((sum, journey) => sum + journey.value, 0)

  it.each(modelNames)('%s: credits sum to the orders and to their value, and none is negative', (name) => {
    const credits = creditsBy(journeys, [name])[name]
    expect(total(credits.conversions)).toBeCloseTo(conversions, 9)
    expect(total(credits.values)).toBeCloseTo(value, 4)
    expect(Math.min(...credits.conversions, ...credits.values)).toBeGreaterThanOrEqual(0)
  })

  it('come out the same again, and in whatever order they came in', () => {
    const turned = journeysOf([...list].reverse())
    expect(creditsBy(turned, modelNames)).toEqual(creditsBy(journeys, modelNames))
    const ranges = (of: typeof journeys) => bootstrap(of, modelNames, { random: randomOf(seed), draws: 20 })
    expect(ranges(turned)).toEqual(ranges(journeys))
  })

  it('Shapley is the sum over all coalitions', () => {
    near(creditsBy(journeys, ['shapley']).shapley.conversions, shapleyInFull(list, journeys.channels))
  })

  it('a removal effect is what is lost when the channel’s steps lead to nothing', () => {
    const { effects, probability } = removalIn(journeys)
    near(effects, journeys.channels.map((channel) => 1 - probabilityWalked(list, channel) / probability))
    near([probability], [probabilityWalked(list, null)])
  })

  it('each model alone gives what it gives among the others', () => {
    const together = creditsBy(journeys, modelNames)
    for (const name of modelNames) expect(creditsBy(journeys, [name])[name]).toEqual(together[name])
  })
})

describe('the range', () => {
  /** Journeys of one touch to four channels, one in eight with an order: 4,000 as they are, or as rows that stand for many. */
  const channels = ['a', 'b', 'c', 'd']
  const apart: Journey[] = Array.from({ length: 4_000 }, (_, index) => {
    const converts = index % 8 === 0
    return path(index % 3 === 0 ? 'a>b' : channels[(index >> 3) % 4]!, converts ? 1 : 0, 0, converts ? 0 : 1)
  })

  it('of buckets is as wide as that of journeys drawn one by one', { timeout: 60_000 }, () => {
    const many = journeysOf(apart)
    const names = ['last', 'linear', 'markov'] as const
    const bucketed = bootstrap(many, names, { random: randomOf('bucketed'), draws: 2_000 })
    const plain = plainBootstrap(apart, many.channels, names, 2_000)
    for (const name of names)
      for (const [channel, { low, high }] of bucketed[name].entries()) {
        const wanted = plain[name][channel]!
        expect((high - low) / (wanted.high - wanted.low), `${name} ${many.channels[channel]}`).toBeGreaterThan(0.9)
        expect((high - low) / (wanted.high - wanted.low), `${name} ${many.channels[channel]}`).toBeLessThan(1.1)
      }
  })

  it('is the same for a row that stands for many and for as many rows', () => {
    const rows = journeysOf([path('a>b', 30, 0, 40), path('b', 20, 0, 60)])
    const single = journeysOf([...Array<Journey[]>(30).fill([path('a>b', 1)]), ...Array<Journey[]>(40).fill([path('a>b', 0, 0, 1)]), ...Array<Journey[]>(20).fill([path('b', 1)]), ...Array<Journey[]>(60).fill([path('b', 0, 0, 1)])].flat())
    const wide = (journeys: typeof rows) => bootstrap(journeys, ['linear'], { random: randomOf('rows'), draws: 4_000 }).linear.flatMap(({ low, high }) => [low, high])
    near(wide(rows), wide(single), 2)
    expect(sizeOf(rows)).toEqual({ conversions: 50, touches: 220 })
    expect(sizeOf(single)).toEqual({ conversions: 50, touches: 220 })
  })

  it('of no order at all is nothing', () => {
    const nobody = journeysOf([path('a', 0, 0, 5)])
    expect(bootstrap(nobody, modelNames, { random: randomOf('nobody'), draws: 10 }).markov).toEqual([{ low: 0, high: 0 }])
    expect(total(creditsBy(nobody, ['markov']).markov.conversions)).toBe(0)
  })
})

it('a journey without a touch is refused', () => {
  expect(() => journeysOf([{ touches: [], at: 0, conversions: 1, value: 1, nulls: 0 }])).toThrow(RangeError)
})

const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0)

function removalIn(journeys: typeof golden) {
  const layout = layoutOf(['markov'], journeys.channels.length)
  const sums = new Float64Array(layout.width)
  for (let row = 0; row < journeys.values.length; row++)
    models.markov.add(sums, 0, journeys, row, { conversions: journeys.conversions[row]!, nulls: journeys.nulls[row]!, value: journeys.values[row]! })
  return removalOf(sums, 0, journeys.channels.length)
}

/** v(S) summed over all 2ⁿ coalitions with Shapley's weights: what the formula stands for. */
function shapleyInFull(list: readonly Journey[], channels: readonly string[]): number[] {
  const worth = (coalition: number) =>
    total(list.map(({ touches, conversions }) => (touches.every(({ channel }) => coalition & (1 << channels.indexOf(channel))) ? conversions : 0)))
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  const n = channels.length
  return channels.map((_, channel) => {
    let credit = 0
    for (let without = 0; without < 1 << n; without++) {
      if (without & (1 << channel)) continue
      const size = without.toString(2).replaceAll('0', '').length
      credit += ((factorial(size) * factorial(n - size - 1)) / factorial(n)) * (worth(without | (1 << channel)) - worth(without))
    }
    return credit
  })
}

/** The chance of an order, by walking the chain until nobody is left; steps into `removed` lead to nothing. */
function probabilityWalked(list: readonly Journey[], removed: string | null): number {
  const steps = new Map<string, Map<string, number>>()
  const step = (from: string, to: string, times: number) => {
    const row = steps.get(from) ?? new Map<string, number>()
    steps.set(from, row.set(to, (row.get(to) ?? 0) + times))
  }
  for (const { touches, conversions, nulls } of list) {
    const way = ['START', ...touches.map(({ channel }) => channel)]
    for (let index = 1; index < way.length; index++) step(way[index - 1]!, way[index]!, conversions + nulls)
    step(way.at(-1)!, 'CONV', conversions)
    step(way.at(-1)!, 'NULL', nulls)
  }
  let here = new Map([['START', 1]])
  let converted = 0
  for (let walked = 0; walked < 2_000; walked++) {
    const there = new Map<string, number>()
    for (const [from, mass] of here) {
      const row = steps.get(from)!
      const whole = total(row.values())
      for (const [to, times] of row) {
        if (to === 'CONV') converted += (mass * times) / whole
        else if (to !== 'NULL' && to !== removed) there.set(to, (there.get(to) ?? 0) + (mass * times) / whole)
      }
    }
    here = there
  }
  return converted
}

/** Draws the journeys themselves and evaluates every model anew. */
function plainBootstrap<Name extends ModelName>(list: readonly Journey[], channels: readonly string[], names: readonly Name[], draws: number) {
  const random = randomOf('plain')
  const shares = names.map(() => channels.map((): number[] => []))
  // Alike journeys are counted, or this would take minutes.
  const kinds = [...Map.groupBy(list, (journey) => JSON.stringify(journey)).values()]
  const kindOf = kinds.flatMap((alike, kind) => alike.map(() => kind))
  for (let draw = 0; draw < draws; draw++) {
    const times = kinds.map(() => 0)
    for (let drawn = 0; drawn < list.length; drawn++) times[kindOf[Math.floor(random.uniform() * list.length)]!]!++
    const sample = kinds.map(([journey], kind) => ({ ...journey!, conversions: journey!.conversions * times[kind]!, nulls: journey!.nulls * times[kind]! }))
    const credits = creditsBy(journeysOf(sample, channels), names)
    for (const [index, name] of names.entries()) {
      const { conversions } = credits[name]
      const whole = total(conversions)
      for (const [channel, share] of shares[index]!.entries()) share.push(conversions[channel]! / whole)
    }
  }
  const range = (values: number[]) => {
    values.sort((one, other) => one - other)
    return { low: values[Math.floor(0.05 * draws)]!, high: values[Math.floor(0.95 * draws)]! }
  }
  return Object.fromEntries(names.map((name, index) => [name, shares[index]!.map(range)])) as Record<Name, { low: number; high: number }[]>
}
