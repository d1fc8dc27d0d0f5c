import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Hits } from '#platform/db'
import { load, type LoadFigures, type LoadOrders } from './load.ts'
import { cpuSeconds, median, rounded } from './result.ts'

// Ours and what it is measured against, in turns, each pair in the same breath.
//
// What is answered is loaded into the store behind it, for a second and more. So that each side pays for its own work and
// for nothing else:
// - counting begins after a lead-in. By then the store loads what the seconds before brought, and it still does when
//   counting ends: ours is never measured while its rows merely pile up;
// - nobody's turn begins before all rows are in the store and its merges are done: the reference meets a machine at rest.

export const LEAD_IN_SECONDS = 1.5
const LONGEST_REST_MS = 30_000
/** Asking is work of the store too. */
const REST_ASKED_MS = 250

/** With what its processes have worked for it until they were at rest again, in seconds of a core, by what they are. */
type Turn = LoadFigures & { cpu: Record<string, number> }

export interface Pair {
  ours: Turn
  reference: Turn
}

export interface Sides {
  rounds: number
  ours(): LoadOrders
  reference(): LoadOrders
  /** The processes at work, by what they are. */
  pids: { ours: Record<string, number>; reference: Record<string, number> }
  /** Is told what each load of ours came to. */
  onOurs(figures: LoadFigures): void
  /** Resolves when nothing of ours is at work any more. */
  atRest(): Promise<unknown>
}

/** Many rounds rather than long ones: a machine's mood lasts longer than one, so both of a pair meet the same. */
export async function sideBySide({ rounds, ours, reference, pids, onOurs, atRest }: Sides): Promise<Pair[]> {
  const turnOfOurs = () =>
    working(pids.ours, async () => {
      const figures = await load({ leadIn: LEAD_IN_SECONDS, ...ours() })
      onOurs(figures)
      await atRest()
      return figures
    })
  const turnOfReference = () => working(pids.reference, () => load({ leadIn: LEAD_IN_SECONDS, ...reference() }))
  const pairs: Pair[] = []
  for (let round = 0; round < rounds; round++) {
    // Who goes first changes, so that neither always meets the quieter machine.
    if (round % 2 === 0) pairs.push({ ours: await turnOfOurs(), reference: await turnOfReference() })
    else {
      const first = await turnOfReference()
      pairs.push({ ours: await turnOfOurs(), reference: first })
    }
  }
  return pairs
}

async function working(pids: Record<string, number>, turn: () => Promise<LoadFigures>): Promise<Turn> {
  const worked = () => Object.entries(pids).map(([name, pid]): [string, number] => [name, cpuSeconds(pid)])
  const before = new Map(worked())
  const figures = await turn()
  return { ...figures, cpu: Object.fromEntries(worked().map(([name, seconds]) => [name, seconds - before.get(name)!])) }
}

/** Medians; the ratio is that of each pair. Of processors' time what each answer took, in microseconds. */
export function figuresOf(pairs: readonly Pair[]) {
  const of = (pick: (pair: Pair) => number, digits = 0) => rounded(median(pairs.map(pick)), digits)
  return {
    ours: of(({ ours }) => ours.perSecond),
    reference: of(({ reference }) => reference.perSecond),
    ratio: of(({ ours, reference }) => ours.perSecond / reference.perSecond, 3),
    p50: of(({ ours }) => ours.p50, 1),
    p99: of(({ ours }) => ours.p99, 1),
    referenceP99: of(({ reference }) => reference.p99, 1),
    cpuEach: cpuEach(pairs.map(({ ours }) => ours)),
    referenceCpuEach: cpuEach(pairs.map(({ reference }) => reference)),
    failed: pairs.reduce((total, { ours }) => total + ours.failed, 0),
  }
}

const cpuEach = (turns: readonly Turn[]): Record<string, number> =>
  Object.fromEntries(Object.keys(turns[0]!.cpu).map((name) => [name, rounded(median(turns.map((turn) => (turn.cpu[name]! / turn.answered) * 1e6)), 1)]))

/** The store's process in a data folder. */
export const storePid = (dataDir: string): number => (JSON.parse(readFileSync(join(dataDir, 'clickhouse.pid'), 'utf8')) as { pid: number }).pid

/** Waits until so many hits of a shop are in the store and the store has nothing left to merge; answers how many are. */
export async function storeAtRest(hits: Hits, shop: string, expected: number): Promise<number> {
  for (let waited = 0; ; waited += REST_ASKED_MS) {
    const [row] = await hits.readerFor(shop).query<{ stored: number; merges: number }>(
      'select count() as stored, (select count() from system.merges) as merges from analytics_hits where workspace_id = {shop:UUID}',
    )
    if ((row!.stored >= expected && row!.merges === 0) || waited > LONGEST_REST_MS) return row!.stored
    await wait(REST_ASKED_MS)
  }
}
