import { describe, expect, it } from 'vitest'
import { stoppedClock } from '#platform/clock'
import { remembered } from './remembered.ts'

function counted({ most = 10 } = {}) {
  const clock = stoppedClock('2026-11-18T03:00:00Z')
  const asked: string[] = []
  const state = { version: 1, away: false }
  const memory = remembered<{ shop: string | null; version: number }>({
    clock,
    ask: async (key) => {
      asked.push(key)
      if (state.away) throw new Error('the database is away')
      return { shop: key.startsWith('none') ? null : key[0]!, version: state.version }
    },
    ofShop: (value) => value.shop,
    freshMs: 30_000,
    absentMs: 5_000,
    most,
  })
  return { clock, asked, state, memory }
}

describe('remembered', () => {
  it('asks once, however many ask at once', async () => {
    const { memory, asked } = counted()
    await Promise.all(Array.from({ length: 50 }, () => memory.get('a1')))
    await memory.get('a1')
    expect(asked).toEqual(['a1'])
    expect(memory.get('a1')).not.toBeInstanceOf(Promise)
  })

  it('asks again after its time, sooner for what was not there', async () => {
    const { memory, asked, clock } = counted()
    await memory.get('a1')
    await memory.get('none1')
    clock.advance(5_000)
    await memory.get('a1')
    await memory.get('none1')
    expect(asked).toEqual(['a1', 'none1', 'none1'])
    clock.advance(25_000)
    await memory.get('a1')
    expect(asked).toHaveLength(4)
  })

  it('asks again what a shop has news of, and what was unknown, and nothing else', async () => {
    const { memory, asked, state } = counted()
    for (const key of ['a1', 'b1', 'none1']) await memory.get(key)
    state.version = 2
    memory.forget('a')
    expect((await memory.get('a1')).version).toBe(2)
    expect((await memory.get('b1')).version).toBe(1)
    await memory.get('none1')
    expect(asked).toEqual(['a1', 'b1', 'none1', 'a1', 'none1'])
  })

  it('does not keep an answer that news overtook', async () => {
    const { memory, asked } = counted()
    const first = memory.get('a1')
    memory.forget('a')
    await first
    await memory.get('a1')
    expect(asked).toEqual(['a1', 'a1'])
  })

  it('answers with what it knew while the database is away', async () => {
    const { memory, state, clock } = counted()
    await memory.get('a1')
    state.away = true
    clock.advance(60_000)
    expect((await memory.get('a1')).version).toBe(1)
    await expect(memory.get('a2')).rejects.toThrow('away')
  })

  it('holds no more than it may', async () => {
    const { memory, asked } = counted({ most: 3 })
    for (const key of ['a1', 'a2', 'a3', 'a4', 'a1']) await memory.get(key)
    expect(asked).toEqual(['a1', 'a2', 'a3', 'a4', 'a1'])
  })
})
