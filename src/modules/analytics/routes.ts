import { analyticsRoutes as contract, type VisitsQuery } from '#contract/analytics.ts'
import { queries as workspace } from '#modules/workspace'
import { addDays, dayIn, startOfDay } from '#platform/clock'
import { serve, type Served } from '#platform/http'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { addSite } from './commands/add-site.ts'
import { removeSite } from './commands/remove-site.ts'
import { renameSite } from './commands/rename-site.ts'
import type { Span } from './model.ts'
import { liveNow } from './queries/live-now.ts'
import { sites } from './queries/sites.ts'
import { topPages } from './queries/top-pages.ts'
import { visitsByChannel } from './queries/visits-by-channel.ts'
import { visitsByPost } from './queries/visits-by-post.ts'
import { visitsSummary } from './queries/visits-summary.ts'

export const analyticsRoutes = (): Served[] => [
  serve(contract.visitsSummary, ({ scope, query }) => inSpan(scope, query, (span) => visitsSummary(scope, span))),
  serve(contract.visitsByChannel, ({ scope, query }) => inSpan(scope, query, async (span) => ({ channels: await visitsByChannel(scope, span) }))),
  serve(contract.visitsByPost, ({ scope, query }) => inSpan(scope, query, async (span) => ({ posts: await visitsByPost(scope, span) }))),
  serve(contract.topPages, ({ scope, query }) => inSpan(scope, query, async (span) => ({ pages: await topPages(scope, span, query.limit) }))),
  serve(contract.liveNow, ({ scope }) => liveNow(scope)),
  serve(contract.sites, ({ scope }) => sites(scope)),
  serve(contract.addSite, ({ scope, body }) => addSite(scope, body)),
  serve(contract.renameSite, ({ scope, params, body }) => renameSite(scope, params.id, body.name)),
  serve(contract.removeSite, ({ scope, params }) => removeSite(scope, params.id)),
]

const USUAL_DAYS = 30
const MOST_DAYS = 3 * 366

/** Asks for whole days of the shop's zone, both included, and says which they were. */
async function inSpan<Answer extends object>(
  scope: ReadScope,
  query: VisitsQuery,
  ask: (span: Span) => Promise<Answer>,
): Promise<(Answer & { from: string; to: string }) | Refusal<'analytics.days-unreadable'>> {
  const { zone } = await workspace.shopProfile(scope)
  const to = query.to ?? dayIn(zone, scope.clock.now())
  const from = query.from ?? addDays(to, 1 - USUAL_DAYS)
  if (from > to || addDays(from, MOST_DAYS) < to) return refuse('analytics.days-unreadable', { where: 'from', values: { from, to } })
  const answer = await ask({ from: startOfDay(zone, from), to: startOfDay(zone, addDays(to, 1)) })
  return { from, to, ...answer }
}
