import { describe, expect, it } from 'vitest'
import { path } from './for-tests.ts'
import { gateOf } from './gates.ts'
import { mergeSmall } from './merge-small.ts'

describe('the gates', () => {
  it.each([
    [{ conversions: 0, touches: 0 }, 0, 30],
    [{ conversions: 29, touches: 5_000 }, 0, 1],
    [{ conversions: 30, touches: 30 }, 4, 2_970],
    [{ conversions: 150, touches: 3_000 }, 4, 150],
    [{ conversions: 299, touches: 9_000 }, 4, 1],
    [{ conversions: 300, touches: 2_999 }, 4, 1],
    [{ conversions: 400, touches: 1_000 }, 4, 800],
    [{ conversions: 300, touches: 3_000 }, 8, null],
  ])('%o: %i models, %s more orders', (size, models, more) => {
    const passed = gateOf(size)
    expect(passed.models).toHaveLength(models)
    expect(passed.ordersToNext).toBe(more)
  })
})

describe('small channels', () => {
  it('share one line, "direct" and those on the way to five orders apart', () => {
    const { journeys, merged } = mergeSmall([path('instagram>search', 4), path('search>direct', 1), path('card', 2), path('blog', 0, 0, 50)])
    expect(merged).toEqual(['instagram', 'card', 'blog'])
    expect(journeys.map(({ touches }) => touches.map(({ channel }) => channel).join('>'))).toEqual(['others>search', 'search>direct', 'others', 'others'])
  })
})
