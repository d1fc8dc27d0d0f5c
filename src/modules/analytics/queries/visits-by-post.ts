import type { PostVisits } from '#contract/analytics.ts'
import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { countedOnce } from './counted-once.ts'
import { HITS_IN_SPAN, IS_CLICK, spanParams, visitsIn } from './visits.ts'

/**
 * What each link brought, with the post it belongs to; the one with most clicks first.
 * A visit belongs to the link whose code its first hit carried: which link that is, the clicks tell.
 * One that goes on over another of the shop's sites is one.
 */
export async function visitsByPost(scope: ReadScope, span: Span): Promise<PostVisits[]> {
  const { visits, params } = await visitsIn(scope, span)
  return scope.hits.query<PostVisits>(
    `with links as (
      select code as link_code, any(assumeNotNull(link_id)) as link, any(post_id) as post
      from analytics_hits where workspace_id = {shop:UUID} and code != '' and isNotNull(link_id) group by link_code
    )
    select any(post) as postId, link as linkId, sum(clicked) as clicks, sum(visits) as visits, sum(opened) as whatsappOpened
    from (
      select post_id as post, assumeNotNull(link_id) as link, countIf(${IS_CLICK}) as clicked, 0 as visits, countIf(kind = 'whatsapp-opened') as opened
      from analytics_hits where ${HITS_IN_SPAN} and isNotNull(link_id) and kind in ('click', 'whatsapp-opened') group by post, link
      union all
      select links.post, links.link, 0, ${countedOnce.visits}, 0
      from (${visits(['code', 'from_visitor'])}) as visit inner join links on links.link_code = visit.code group by links.post, links.link
    )
    group by link order by clicks desc, visits desc, linkId`,
    { ...params, ...spanParams(span) },
  )
}
