import type { Channel } from '#contract/channels.ts'
import { queries as links } from '#modules/links'
import type { ReadScope } from '#platform/scope'
import { tables } from './tables.ts'

/** One piece of evidence on the way to an order. */
export interface Touch {
  channel: Channel
  by: 'code' | 'link' | 'phone'
  at: Date
  linkId: string | null
  postId: string | null
}

/** For so long an earlier touch still speaks for a buyer who comes back by the same number. */
const REMEMBERED_DAYS = 90

/**
 * The touch of an order that is being noted: what its code means at that time; without a known code, the last touch
 * on an earlier order of the same buyer.
 */
export async function touchOf(
  scope: ReadScope,
  { code, personId, at }: { code: string | null; personId: string | null; at: Date },
): Promise<Touch | null> {
  // The field takes a whole message as well: what the buyer wrote, pasted.
  const meaning = code === null ? null : ((await links.codeMeaning(scope, code, at)) ?? (await links.codeInMessage(scope, code, at)))
  if (meaning) return { channel: meaning.channel, by: 'code', at, linkId: meaning.linkId, postId: meaning.postId }
  return personId === null ? null : touchOfPerson(scope, personId, at)
}

async function touchOfPerson(scope: ReadScope, personId: string, at: Date): Promise<Touch | null> {
  const row = await tables(scope)
    .selectFrom('shopOrders')
    .select(['trackedChannel', 'trackedAt', 'trackedLinkId', 'trackedPostId'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('buyerKey', '=', personId)
    .where('undoneAt', 'is', null)
    .where('trackedBy', 'in', ['code', 'link'])
    .where('orderedAt', '<', at)
    .where('trackedAt', '>=', new Date(at.getTime() - REMEMBERED_DAYS * 86_400_000))
    .orderBy('orderedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return { channel: row.trackedChannel!, by: 'phone', at: row.trackedAt!, linkId: row.trackedLinkId, postId: row.trackedPostId }
}

/** A touch as the order's columns hold it. */
export const touchColumns = (touch: Touch | null) => ({
  trackedChannel: touch?.channel ?? null,
  trackedBy: touch?.by ?? null,
  trackedAt: touch?.at ?? null,
  trackedLinkId: touch?.linkId ?? null,
  trackedPostId: touch?.postId ?? null,
})
