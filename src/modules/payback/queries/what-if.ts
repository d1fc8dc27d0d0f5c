import type { WhatIf } from '#contract/what-if.ts'
import type { ReadScope } from '#platform/scope'
import { whatIf as guessed, type WhatIfAsked } from '../model/what-if.ts'
import { readLedger } from '../sources.ts'

/** What a month would differ by if a channel were dropped, its time halved, or ten minutes a day moved; a guess. */
export async function whatIf(scope: ReadScope, asked: WhatIfAsked): Promise<WhatIf> {
  const { ledger } = await readLedger(scope)
  return guessed(ledger, scope.workspaceId, asked)
}
