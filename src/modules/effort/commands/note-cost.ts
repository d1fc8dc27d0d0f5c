import type { Channel } from '#contract/channels.ts'
import type { Cost, CostKind } from '#contract/effort.ts'
import { newId } from '#platform/ids'
import type { Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { notAhead } from './day-rules.ts'

export interface CostWanted {
  /** Null: shared by all channels. */
  channel: Channel | null
  kind: CostKind
  day: string
  /** In the smallest unit of the shop's currency. */
  amount: number
  note?: string
}

/** Notes money that was spent. */
export async function noteCost(scope: WriteScope, wanted: CostWanted): Promise<Cost | Refusal<'effort.day-ahead'>> {
  const ahead = await notAhead(scope, wanted.day)
  if (ahead) return ahead
  const now = scope.clock.now()
  const { channel, kind, day, amount, note = '' } = wanted
  const costId = newId(now.getTime())
  await tables(scope)
    .insertInto('effortCosts')
    .values({ workspaceId: scope.workspaceId, costId, channel, kind, day, amount, note, notedAt: now, removedAt: null })
    .execute()
  await scope.announce({ type: 'CostNoted', costId, channel, day })
  return { id: costId, channel, kind, day, amount, note }
}
