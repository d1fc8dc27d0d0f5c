import type { ChannelVisits } from '#contract/analytics.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'

/** Where people came from, the channel with most visits first. */
export async function visitsByChannel(_scope: ReadScope, _span: Span): Promise<ChannelVisits[]> {
  throw new Error('not built yet')
}
