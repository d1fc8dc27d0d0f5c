import { setTimeout as wait } from 'node:timers/promises'
import type { Hits } from '#platform/db'
import { load, type LoadFigures, type LoadOrders } from './load.ts'
import { median, rounded } from './result.ts'

// Ours and what it is measured against, in turns, each pair in the same breath.
//
// What is answered is loaded into the store behind it, for a second and more. So that each side pays for its own work and
// for nothing else:
// - counting begins after a lead-in. By then the store loads what the seconds before brought, and it still does when
//   counting ends: ours is never measured while its rows merely pile up;
// - nobody's turn begins before all rows are in the store and its merges are done: the reference meets a machine at rest.

export const LEAD_IN_SECONDS = 1.5
const LONGEST_REST_MS = 30_000

export interface Pair {
  ours: LoadFigures
  reference: LoadFigures
}

export interface Sides {
  rounds: number
  ours(): LoadOrders
  reference(): LoadOrders
  /** Is told what each load of ours came to. */
  onOurs(figures: LoadFigures): void
  /** Resolves when nothing of ours is at work any more. */
  atRest(): Promise<unknown>
}

/** Many rounds rather than long ones: a machine's mood lasts longer than one, so both of a pair meet the same. */
export async function sideBySide({ rounds, ours, reference, onOurs, atRest }: Sides): Promise<Pair[]> {
  const turnOfOurs = async () => {
    const figures = await load({ leadIn: LEAD_IN_SECONDS, ...ours() })
    onOurs(figures)
    await atRest()
    return figures
  }
  const turnOfReference = () => load({ leadIn: LEAD_IN_SECONDS, ...reference() })
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

/** Medians; the ratio is that of each pair. */
export function figuresOf(pairs: readonly Pair[]) {
  const of = (pick: (pair: Pair) => number, digits = 0) => rounded(median(pairs.map(pick)), digits)
  return {
    ours: of(({ ours }) => ours.perSecond),
    reference: of(({ reference }) => reference.perSecond),
    ratio: of(({ ours, reference }) => ours.perSecond / reference.perSecond, 3),
    p50: of(({ ours }) => ours.p50, 1),
    p99: of(({ ours }) => ours.p99, 1),
    referenceP99: of(({ reference }) => reference.p99, 1),
    failed: pairs.reduce((total, { ours }) => total + ours.failed, 0),
  }
}

/** Waits until so many hits of a shop are in the store and the store has nothing left to merge; answers how many are. */
export async function storeAtRest(hits: Hits, shop: string, expected: number): Promise<number> {
  for (let waited = 0; ; waited += 100) {
    const [row] = await hits.readerFor(shop).query<{ stored: number; merges: number }>(
      'select count() as stored, (select count() from system.merges) as merges from analytics_hits where workspace_id = {shop:UUID}',
    )
    if ((row!.stored >= expected && row!.merges === 0) || waited > LONGEST_REST_MS) return row!.stored
    await wait(100)
  }
}
