import type { Channel } from '#contract/channels.ts'
import type { ReadScope } from '#platform/scope'
import { readLinkCode } from '../model/link-code.ts'
import { isOpen, liveChatCode } from '../model/live.ts'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { tables } from '../tables.ts'

/** The open link of this shop behind a short link's code, as it stands in an address; null for any other text. */
export async function linkOfCode(scope: ReadScope, text: string): Promise<{ linkId: string; channel: Channel; postId: string | null; chatCode: string | null } | null> {
  const code = readLinkCode(text)
  if (code === null) return null
  const link = await tables(scope).selectFrom('linksLinks').selectAll().where('workspaceId', '=', scope.workspaceId).where('code', '=', code).executeTakeFirst()
  const now = scope.clock.now()
  return link && isOpen(link, now) ? { linkId: link.id, channel: link.channel, postId: link.postId, chatCode: liveChatCode(link, now) } : null
}

/** The open links that lead to these very addresses, the oldest first. */
export async function linksTo(scope: ReadScope, needs: LinksNeeds, targets: readonly string[]): Promise<{ id: string; channel: Channel; url: string | null; target: string }[]> {
  if (targets.length === 0) return []
  const addresses = await addressesOf(scope, needs)
  const rows = await tables(scope)
    .selectFrom('linksLinks')
    .select(['id', 'channel', 'code', 'word', 'target'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('kind', '=', 'url')
    .where('closedAt', 'is', null)
    .where('target', 'in', [...targets])
    .orderBy('createdAt')
    .limit(500)
    .execute()
  return rows.map(({ id, channel, target, ...link }) => ({ id, channel, url: addresses && addresses.short(link), target: target! }))
}
