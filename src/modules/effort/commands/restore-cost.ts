import type { Cost } from '#contract/costs.ts'
import type { WriteScope } from '#platform/scope'
import { updateCost, type NoCost } from './cost-to-change.ts'

/** Brings a removed cost back. */
export const restoreCost = (scope: WriteScope, id: string): Promise<Cost | NoCost> =>
  updateCost(scope, id, { removedAt: null }, { removed: true })
