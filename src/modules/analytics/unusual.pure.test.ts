import { expect, test } from 'vitest'
import { unusualOf } from './unusual.ts'

const days = (count: number, visits: number): number[] => Array.from({ length: count }, () => visits)
/** Five visits on a usual day, a little more on some. */
const usual = Array.from({ length: 28 }, (_, day) => 3 + ((day * 3) % 5))

test('a usual day is none', () => {
  expect(unusualOf([...usual, 5, 4, 6, 3, 7, 5, 6])).toBeNull()
  expect(unusualOf([...usual, 0])).toBeNull()
})

test('silence: two days without a visit where there are five a day, one day where there are fifty', () => {
  expect(unusualOf([...usual, 0, 0])).toEqual({ state: 'silent', count: 2, usual: expect.closeTo(5, 0) as number })
  expect(unusualOf([...days(28, 50), 0])).toMatchObject({ state: 'silent', count: 1 })
  // It goes on under the day on which it began, until too few days before it are known.
  expect(unusualOf([...usual.slice(0, 23), ...days(12, 0)])).toMatchObject({ state: 'silent', count: 12 })
  expect(unusualOf([...usual.slice(0, 10), ...days(25, 0)])).toBeNull()
  // One a day leaves a week without any to chance once in a thousand.
  expect(unusualOf([...days(28, 1), ...days(3, 0)])).toBeNull()
  expect(unusualOf([...days(28, 1), ...days(6, 0)])).toMatchObject({ state: 'silent', count: 6, usual: 1 })
})

test('a spike: twice as many, and more than chance', () => {
  expect(unusualOf([...usual, 20])).toMatchObject({ state: 'spike', count: 20 })
  expect(unusualOf([...usual, 9])).toBeNull()
  expect(unusualOf([...days(27, 0), 1, ...days(6, 0), 3])).toBeNull()
  // Significant by far, and hardly more than ever.
  expect(unusualOf([...days(28, 10_000), 11_000])).toBeNull()
  expect(unusualOf([...days(28, 10_000), 21_000])).toMatchObject({ state: 'spike' })
})

test('a wave is one on its own day already; who comes today ends a silence', () => {
  expect(unusualOf(usual, 20)).toMatchObject({ state: 'spike', count: 20, soFar: true })
  expect(unusualOf(usual, 6)).toBeNull()
  expect(unusualOf([...usual, 20], 2)).toEqual({ state: 'spike', count: 20, usual: expect.closeTo(5, 0) as number })
  expect(unusualOf([...usual, 0, 0], 0)).toMatchObject({ state: 'silent' })
  expect(unusualOf([...usual, 0, 0], 1)).toBeNull()
})

test('a drop: half as many in a week', () => {
  expect(unusualOf([...usual, 1, 2, 1, 0, 2, 1, 1])).toMatchObject({ state: 'drop', count: 8, usual: 34.5 })
  expect(unusualOf([...usual, 4, 3, 5, 4, 3, 4, 3])).toBeNull()
})

test('where days of posts and days without differ much, another one of either is usual', () => {
  const bursts = Array.from({ length: 28 }, (_, day) => (day % 7 === 0 ? 40 : 2))
  expect(unusualOf([...bursts, 40])).toBeNull()
  expect(unusualOf([...bursts, 2, 0, 0])).toBeNull()
  expect(unusualOf([...bursts, 200])).toMatchObject({ state: 'spike' })
})

test('too few days, or none with a visit, say nothing', () => {
  expect(unusualOf([])).toBeNull()
  expect(unusualOf(days(35, 0))).toBeNull()
  expect(unusualOf([...days(20, 0), ...days(10, 5), 40])).toBeNull()
})

test('on usual days it speaks on about one in a hundred', () => {
  // Days of one shop, drawn with a fixed seed: a Poisson of six.
  let seed = 42
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const poisson = (mean: number) => {
    let [count, product] = [0, random()]
    for (const end = Math.exp(-mean); product > end; product *= random()) count++
    return count
  }
  const visits = Array.from({ length: 4_000 }, () => poisson(6))
  const told = visits.slice(35).filter((_, at) => unusualOf(visits.slice(at, at + 35)) !== null).length
  expect(told / 3_965).toBeLessThan(0.01)
  expect(told).toBeGreaterThan(0)
})
