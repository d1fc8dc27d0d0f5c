import jstat from 'jstat'
import { describe, expect, it } from 'vitest'
import { gammasOf, READ_OFF_FROM } from './draws.ts'
import { quantileOf } from './quantiles.ts'
import { randomOf } from './random.ts'
import { scratch, scratched } from './scratch.ts'
import { normalQuantile, normalShareBelow, stratifiedNormals } from './strata.ts'

const COUNT = 200_000
const drawn = (draw: () => number) => Float64Array.from({ length: COUNT }, draw).sort()

// 5, 50 and 95%, by R.
const golden: [name: string, draw: () => number, quantiles: [number, number, number]][] = [
  ['Beta(3.5, 97.5)', betaOf(3.5, 97.5), [0.01091457722, 0.03162253397, 0.06875679345]],
  ['Beta(0.5, 40.5)', betaOf(0.5, 40.5), [4.884432e-5, 0.00563532, 0.04659728]],
  ['Beta(50.5, 950.5)', betaOf(50.5, 950.5), [0.03960884566, 0.05015033196, 0.06231114689]],
  ['Gamma(12.5)', gammaOf(12.5), [7.30570382, 12.16829335, 18.82624207]],
]

function betaOf(a: number, b: number) {
  const random = randomOf(`beta ${a} ${b}`)
  return () => random.beta(a, b)
}
function gammaOf(shape: number) {
  const random = randomOf(`gamma ${shape}`)
  return () => random.gamma(shape)
}

describe('the samplers', { timeout: 60_000 }, () => {
  it.each(golden)('%s has the golden quantiles', (_, draw, quantiles) => {
    const sorted = drawn(draw)
    ;[0.05, 0.5, 0.95].forEach((share, at) => {
      const wanted = quantiles[at]!
      // Where the density is steep (Beta(½, ·) near 0) a relative bound says nothing: the share below must be right.
      expect(shareBelow(sorted, wanted)).toBeCloseTo(share, 2)
      if (wanted > 1e-3) expect(Math.abs(quantileOf(sorted, share) / wanted - 1)).toBeLessThan(0.02)
    })
  })

  it.each([0.5, 1.5, 3.5, 12.5, 19.5, 57.5, 400])('Gamma(%d) agrees with jstat', (shape) => {
    const sorted = drawn(gammaOf(shape))
    for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) expect(shareBelow(sorted, jstat.gamma.inv(share, shape, 1))).toBeCloseTo(share, 2)
  })

  it('a large gamma is read off its normal, which is right to 0.0003 of the share below', () => {
    for (const shape of [READ_OFF_FROM, 57.5, 400, 6_000.5]) {
      for (const share of [0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999]) {
        const [drawn] = gammasOf(shape, Float64Array.of(normalQuantile(share)), randomOf('none is drawn'))
        expect(Math.abs(jstat.gamma.cdf(drawn!, shape, 1) - share)).toBeLessThan(0.0003)
      }
    }
  })

  it.each([
    [1, 0.3],
    [40, 0.02],
    [1_000, 0.5],
    [1_000, 0.997],
    [80_000, 0.0001],
  ])('Binomial(%d, %d) agrees with jstat', (count, chance) => {
    const random = randomOf(`binomial ${count} ${chance}`)
    const sorted = drawn(() => random.binomial(count, chance))
    const middle = Math.round(count * chance)
    const deviation = Math.ceil(Math.sqrt(count * chance * (1 - chance)))
    for (const most of [middle - 2 * deviation, middle - 1, middle, middle + 1, middle + 2 * deviation]) expect(shareBelow(sorted, most + 0.5)).toBeCloseTo(jstat.binomial.cdf(most, count, chance), 2)
  })

  it('a binomial of no chance, of certainty and of nothing', () => {
    const random = randomOf('sure')
    expect([random.binomial(500, 0), random.binomial(500, 1), random.binomial(0, 0.5)]).toEqual([0, 500, 0])
  })

  it('normals agree with jstat', () => {
    const random = randomOf('normal')
    const sorted = drawn(() => random.normal())
    for (const share of [0.01, 0.05, 0.5, 0.95, 0.99]) expect(shareBelow(sorted, jstat.normal.inv(share, 0, 1))).toBeCloseTo(share, 2)
    for (const share of [1e-6, 0.001, 0.02, 0.3, 0.5, 0.8, 0.999]) expect(normalQuantile(share)).toBeCloseTo(jstat.normal.inv(share, 0, 1), 6)
    for (const value of [-4, -1.3, -0.2, 0, 0.8416, 2.5]) expect(normalShareBelow(value)).toBeCloseTo(jstat.normal.cdf(value, 0, 1), 6)
  })

  it('many numbers at once are the very ones that come one by one, and so are those that follow', () => {
    const [one, many] = [randomOf('many'), randomOf('many')]
    const drawn = new Float64Array(10)
    many.uniforms(drawn, 7)
    expect([...drawn.slice(0, 7), many.uniform()]).toEqual(Array.from({ length: 8 }, () => one.uniform()))
    expect([...drawn.slice(7)]).toEqual([0, 0, 0])
  })

  it('lists to draw into are another’s only when what was drawn in them is read', () => {
    const outer = scratched(() => {
      const [first, second] = [scratch(3).fill(1), scratch(3).fill(2)]
      expect(() => scratched(() => (scratch(3).fill(3), scratch(4).fill(4), JSON.parse('{')))).toThrow()
      expect([...first, ...second]).toEqual([1, 1, 1, 2, 2, 2])
      return first
    })
    scratched(() => expect(scratch(3)).toBe(outer))
    expect(scratch(3)).not.toBe(scratch(3))
  })

  it('Dirichlet parts sum to 1 and keep their weights on average', () => {
    const random = randomOf('dirichlet')
    const sums = [0, 0, 0]
    for (let at = 0; at < 20_000; at++) {
      const parts = random.dirichlet([1, 2, 5])
      expect(parts[0]! + parts[1]! + parts[2]!).toBeCloseTo(1, 12)
      parts.forEach((part, place) => (sums[place]! += part / 20_000))
    }
    expect(sums[0]).toBeCloseTo(1 / 8, 2)
    expect(sums[1]).toBeCloseTo(2 / 8, 2)
    expect(sums[2]).toBeCloseTo(5 / 8, 2)
  })

  it('strata hold every part once, in an order of chance', () => {
    const normals = stratifiedNormals(1_000, randomOf('strata'))
    const sorted = normals.slice().sort()
    expect(sorted[0]).toBeCloseTo(normalQuantile(0.0005), 9)
    expect(sorted[499]! + sorted[500]!).toBeCloseTo(0, 9)
    expect([...normals]).not.toEqual([...sorted])
  })

  it('one seed gives one sequence, another another', () => {
    const three = (seed: string) => [randomOf(seed)].flatMap((random) => [random.uniform(), random.normal(), random.gamma(2)])
    expect(three('a')).toEqual(three('a'))
    expect(three('a')).not.toEqual(three('b'))
  })
})

function shareBelow(sorted: Float64Array, mark: number): number {
  let below = 0
  while (below < sorted.length && sorted[below]! < mark) below++
  return below / sorted.length
}
