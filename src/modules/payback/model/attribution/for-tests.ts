import { randomOf } from '../random.ts'
import type { Journey } from './journeys.ts'

const DAY = 86_400_000

/** `a>b` as it ended, its touches a day apart and the last at the end itself. */
export const path = (text: string, conversions: number, value = 0, nulls = 0): Journey => {
  const channels = text.split('>')
  const at = Date.UTC(2026, 9, 1)
  return { touches: channels.map((channel, index) => ({ channel, at: at - (channels.length - 1 - index) * DAY })), at, conversions, value, nulls }
}

/** The golden paths: orders, their value, and journeys that ended in nothing. */
export const goldenPaths: Journey[] = [
  path('instagram>whatsapp', 6, 900_000, 14),
  path('instagram', 2, 250_000, 60),
  path('tiktok>instagram>whatsapp', 3, 480_000, 12),
  path('search>whatsapp', 4, 560_000, 8),
  path('search', 5, 700_000, 40),
  path('marketplace', 3, 300_000, 20),
  path('tiktok', 0, 0, 75),
  path('instagram>search>instagram>whatsapp', 2, 310_000, 3),
  path('whatsapp', 4, 620_000, 10),
  path('tiktok>tiktok>search', 1, 140_000, 9),
]

export const goldenChannels = ['instagram', 'whatsapp', 'tiktok', 'search', 'marketplace']

/** Journeys of chance: one to six touches over so many channels, some of them "direct", a few rows standing for many. */
export function journeysByChance(seed: string, count: number, channels = 5): Journey[] {
  const random = randomOf(seed)
  const upTo = (most: number) => Math.floor(random.uniform() * most)
  const at = Date.UTC(2026, 9, 1)
  return Array.from({ length: count }, () => {
    const touches = Array.from({ length: 1 + upTo(6) }, () => ({ channel: ['direct', 'a', 'b', 'c', 'd', 'e', 'f', 'g'][upTo(channels)]!, at: at - upTo(30 * DAY) }))
    const conversions = random.uniform() < 0.4 ? 1 + upTo(3) : 0
    return { touches: touches.sort((one, other) => one.at - other.at), at, conversions, value: conversions * upTo(100_000), nulls: conversions > 0 ? upTo(2) : 1 + upTo(4) }
  })
}
