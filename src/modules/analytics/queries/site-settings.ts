import { measuredPart } from '#contract/reserved.ts'
import type { SiteSettings } from '#contract/visit-sites.ts'
import { queries as workspace } from '#modules/workspace'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { ACROSS } from '../model.ts'
import { tables } from '../tables.ts'
import { joinedSites } from './joined-sites.ts'

/** What a site of the shop's measures. */
export async function siteSettings(scope: ReadScope, siteId: string): Promise<SiteSettings | Refusal<'analytics.site-unknown'>> {
  if (!(await isSite(scope, siteId))) return refuse('analytics.site-unknown')
  const [kept, { slug }, joined] = await Promise.all([
    tables(scope).selectFrom('analyticsSiteSettings').select(['without', 'consent', 'serverKeyAt']).where('workspaceId', '=', scope.workspaceId).where('siteId', '=', siteId).executeTakeFirst(),
    workspace.shopProfile(scope),
    joinedSites(scope.db, scope.workspaceId),
  ])
  const measures = (addOn: string) => !kept?.without.includes(addOn)
  return {
    engaged: measures('engaged'),
    outbound: measures('outbound'),
    missing: measures('missing'),
    cross: measures(ACROSS),
    consent: kept?.consent ?? false,
    joined: joined.filter(({ id }) => id !== siteId),
    serverKeyAt: kept?.serverKeyAt?.toISOString() ?? null,
    measuredAt: `/s/${slug}/${measuredPart}`,
  }
}

/** The shop's own page is one, without having been added. */
export async function isSite(scope: ReadScope, id: string): Promise<boolean> {
  if (id === scope.workspaceId) return true
  const found = await tables(scope).selectFrom('analyticsSites').select('id').where('workspaceId', '=', scope.workspaceId).where('id', '=', id).where('removedAt', 'is', null).executeTakeFirst()
  return found !== undefined
}
