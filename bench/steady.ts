import { setTimeout as wait } from 'node:timers/promises'
import type { Hits } from '#platform/db'
import { residentMb } from './imports/memory.ts'
import { load, type LoadFigures, type LoadOrders } from './load.ts'
import { rounded } from './result.ts'

// One load without a pause: whether the store's parts are merged as fast as they come, and whether memory stays what it was.

const LOOK_EVERY_MS = 2000
/** The store slows whoever writes down from a thousand on. */
const MOST_PARTS = 100
/** Of what a process held in the second fifth of the time, in the last one; in the first its caches fill. */
const MOST_GROWTH = 1.15

interface Look {
  parts: number
  memory: Record<string, number>
}

/** Loads, and looks at the store and the processes meanwhile; `flat` says whether both promises were kept. */
export async function steadily(orders: LoadOrders, { hits, pids }: { hits: Hits; pids: Record<string, number> }) {
  const looks: Look[] = []
  const loading = { over: false }
  const [figures] = await Promise.all([load(orders).finally(() => (loading.over = true)), looking(looks, loading, hits, pids)])
  const [early, late] = [fifth(looks, 1), fifth(looks, 4)]
  const memoryMb = Object.fromEntries(Object.keys(pids).map((name) => [name, { early: rounded(meanOf(early, name), 0), late: rounded(meanOf(late, name), 0) }]))
  const parts = { early: Math.max(...early.map((look) => look.parts)), late: Math.max(...late.map((look) => look.parts)), most: Math.max(...looks.map((look) => look.parts)) }
  const flat = parts.most <= MOST_PARTS && Object.values(memoryMb).every((held) => held.late <= held.early * MOST_GROWTH)
  return { figures, parts, memoryMb, flat } satisfies { figures: LoadFigures } & Record<string, unknown>
}

async function looking(looks: Look[], loading: { over: boolean }, hits: Hits, pids: Record<string, number>): Promise<void> {
  while (!loading.over) {
    const answer = await hits.client.query({ query: "select count() as parts from system.parts where table = 'analytics_hits' and active", format: 'JSONEachRow' })
    const [{ parts }] = (await answer.json<{ parts: number }>()) as [{ parts: number }]
    looks.push({ parts, memory: Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, residentMb(pid)])) })
    await wait(LOOK_EVERY_MS)
  }
}

/** Those of the nth fifth of the time, the first being 0. */
const fifth = (looks: readonly Look[], nth: number): readonly Look[] => {
  const some = looks.slice(Math.floor((looks.length * nth) / 5), Math.ceil((looks.length * (nth + 1)) / 5))
  if (some.length === 0) throw new Error('It was over before anybody could look.')
  return some
}

const meanOf = (looks: readonly Look[], name: string): number => looks.reduce((sum, { memory }) => sum + memory[name]!, 0) / looks.length
