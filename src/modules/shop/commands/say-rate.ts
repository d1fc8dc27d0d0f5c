import type { Rates } from '#contract/rates.ts'
import type { Language } from '#contract/values.ts'
import { commands as workspaceCommands, queries as workspace, type RateWanted } from '#modules/workspace'
import { isRefusal, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { reckonMargins } from '../costs.ts'
import { bringToOwn } from '../in-own-currency.ts'
import { oneAtATime } from './one-at-a-time.ts'

/**
 * Says what another currency is worth from a day on, or takes that back, and reckons the orders anew that it holds for. Answers how many
 * of each month. What this moves in a closed month is a correction, as all is that comes to be known late.
 */
export async function sayRate(scope: WriteScope, { language }: { language: Language }, wanted: RateWanted): Promise<Rates['reckoned'] | Refusal> {
  // Orders that come in meanwhile see the rate, or are seen.
  await oneAtATime(scope)
  const refused = await workspaceCommands.setRate(scope, { language }, wanted)
  if (isRefusal(refused)) return refused
  const shop = await workspace.shopProfile(scope)
  const moved = await bringToOwn(scope, shop, wanted)
  await reckonMargins(scope, shop, { orderIds: moved.map(({ orderId }) => orderId) })
  return [...Map.groupBy(moved, ({ day }) => day.slice(0, 7))].map(([month, orders]) => ({ month, orders: orders.length })).sort((one, other) => (one.month < other.month ? -1 : 1))
}
