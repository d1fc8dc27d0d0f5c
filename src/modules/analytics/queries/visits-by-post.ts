import type { PostVisits } from '#contract/analytics.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'

/** What each link brought, with the post it belongs to; the one with most clicks first. */
export async function visitsByPost(_scope: ReadScope, _span: Span): Promise<PostVisits[]> {
  throw new Error('not built yet')
}
