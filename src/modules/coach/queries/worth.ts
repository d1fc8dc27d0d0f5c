import type { WorthOfKind } from '#contract/coach.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import type { HouseAgenda } from '../agenda.ts'
import { learned } from './learned.ts'

/** What a member's list is ordered by: the published chances, and what the shop's outcomes and the member's "no use" made of them. */
export async function worth(scope: ReadScope, { agenda }: { agenda: HouseAgenda }, memberId: string): Promise<{ kinds: WorthOfKind[] }> {
  const { zone } = await workspace.shopProfile(scope)
  const known = await learned(scope, { memberId, day: dayIn(zone, scope.clock.now()) })
  const kinds = agenda.kinds().map(({ name, words, icon, gains, states }): WorthOfKind => {
    const published = Object.entries(states)
    const outcomes = published.map(([state]) => known.outcomesOf({ kind: name, state }))
    return {
      kind: name,
      words,
      icon,
      gains,
      published: spanOf(published.map(([, { chance }]) => chance)),
      now: spanOf(published.map(([state, { chance }]) => known.chanceOf({ kind: name, state, prior: chance }))),
      done: outcomes.reduce((sum, { done }) => sum + done, 0),
      orders: outcomes.reduce((sum, { orders }) => sum + orders, 0),
      liking: known.likingOf(name),
    }
  })
  return { kinds: kinds.sort((one, other) => other.now.most * other.liking - one.now.most * one.liking || (one.kind < other.kind ? -1 : 1)) }
}

const spanOf = (chances: number[]) => ({ least: Math.min(...chances), most: Math.max(...chances) })
