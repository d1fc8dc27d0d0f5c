import type { Channel } from '#contract/channels.ts'
import type { TrackedBy } from '#contract/shop.ts'
import { queries as links } from '#modules/links'
import type { ReadScope } from '#platform/scope'
import { voucherNamed } from './model/voucher.ts'
import { knownVouchers } from './queries/vouchers.ts'
import { tables } from './tables.ts'

/** One piece of evidence on the way to an order. */
export interface Touch {
  channel: Channel
  by: TrackedBy
  at: Date
  linkId: string | null
  postId: string | null
}

/** For so long an earlier touch still speaks for a buyer who comes back by the same number. */
const REMEMBERED_DAYS = 90

/**
 * The touch of an order that is being noted: the voucher or the chat code that it names, by what they stood for at that time;
 * without one that is known, the last touch on an earlier order of the same buyer. A voucher goes first: it says on which channel
 * it was read, while a chat may be opened by a link that was passed on.
 */
export async function touchOf(
  scope: ReadScope,
  { code, personId, at }: { code: string | null; personId: string | null; at: Date },
): Promise<Touch | null> {
  // The field takes a whole message as well: what the buyer wrote, pasted.
  const meaning = code === null ? null : ((await links.codeMeaning(scope, code, at)) ?? (await links.codeInMessage(scope, code, at)))
  const voucher = code === null ? null : voucherNamed(code, at, await knownVouchers(scope))
  if (voucher) {
    // By a link of the same channel: then it is known by which one too.
    const link = meaning?.channel === voucher.channel ? meaning : null
    return { channel: voucher.channel, by: 'voucher', at, linkId: link?.linkId ?? null, postId: link?.postId ?? null }
  }
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
    .where('trackedBy', 'in', ['code', 'voucher', 'link'])
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
