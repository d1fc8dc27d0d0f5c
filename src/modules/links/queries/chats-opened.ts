import type { Channel } from '#contract/channels.ts'
import { queries as analytics } from '#modules/analytics'
import type { ReadScope } from '#platform/scope'
import { liveChatCode } from '../model/live.ts'
import { tables } from '../tables.ts'

const MOST = 20

export interface ChatsOpened {
  linkId: string
  channel: Channel
  /** The code that stands in the first message, where the link has one that lives. */
  code: string | null
  chats: number
}

/** The links by which WhatsApp was opened since then, most chats first; none where the stream of hits can't be asked just now. */
export async function chatsOpened(scope: ReadScope, since: Date): Promise<ChatsOpened[]> {
  const now = scope.clock.now()
  const opened = await analytics.whatsappOpenedByLink(scope, { from: since, to: now }).catch(() => [])
  const most = opened.slice(0, MOST)
  if (most.length === 0) return []
  const rows = await tables(scope)
    .selectFrom('linksLinks')
    .select(['id', 'channel', 'chatCode', 'chatCodeUntil', 'createdAt', 'closedAt'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('id', 'in', most.map(({ linkId }) => linkId))
    .execute()
  return most.flatMap(({ linkId, chats }) => {
    const link = rows.find(({ id }) => id === linkId)
    return link ? { linkId, channel: link.channel, code: liveChatCode(link, now), chats } : []
  })
}
