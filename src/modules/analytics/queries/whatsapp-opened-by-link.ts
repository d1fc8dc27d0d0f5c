import type { ReadScope } from '#platform/scope'
import type { Span } from '../model.ts'
import { HITS_IN_SPAN, spanParams } from './visits.ts'

/** How often each link opened WhatsApp, most often first. */
export async function whatsappOpenedByLink(scope: ReadScope, span: Span): Promise<{ linkId: string; chats: number }[]> {
  return scope.hits.query<{ linkId: string; chats: number }>(
    `select assumeNotNull(link_id) as linkId, count() as chats
     from analytics_hits where ${HITS_IN_SPAN} and kind = 'whatsapp-opened' and isNotNull(link_id)
     group by linkId order by chats desc, linkId`,
    spanParams(span),
  )
}
