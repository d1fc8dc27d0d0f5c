import { sql, type Selectable } from 'kysely'
import type { Channel } from '#contract/channels.ts'
import type { LinkKind } from '#contract/links.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { POST_CODE_DAYS } from '../model/live.ts'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { tables, type LinksTables } from '../tables.ts'
import { insertLink } from './insert-link.ts'
import { takeChatCode } from './take-chat-code.ts'
import { whereTo } from './where-to.ts'

export interface LinkWish {
  postId: string
  /** The account it goes out on; null for a post that is handed over. */
  accountId: string | null
  channel: Channel
  /** The shop's page, its chat, or an address. */
  target: 'shop-page' | 'whatsapp' | (string & {})
}

export interface LinkOfPost {
  id: string
  code: string
  /** Null for links to an address, whose buyers don't begin in the chat. */
  chatCode: string | null
  url: string
}

/**
 * The link of a post on one account: reserved when first asked for, the same one ever after, with another target
 * where the post has changed its mind. Refuses where nobody could open it.
 */
export async function linkForPost(scope: WriteScope, needs: LinksNeeds, wish: LinkWish): Promise<LinkOfPost | Refusal> {
  const addresses = await addressesOf(scope, needs)
  if (addresses === null) return refuse('links.no-public-address')
  const kind: LinkKind = wish.target === 'shop-page' || wish.target === 'whatsapp' ? (wish.target as 'shop-page' | 'whatsapp') : 'url'
  const to = await whereTo(scope, needs, kind, kind === 'url' ? wish.target : null)
  if (isRefusal(to)) return to

  // Two who ask at once for one post get one link: the second waits here until the first has committed.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`links of post ${wish.postId}`}, 0))`.execute(scope.db)
  const earlier = await tables(scope)
    .selectFrom('linksLinks')
    .selectAll()
    .where('workspaceId', '=', scope.workspaceId)
    .where('postId', '=', wish.postId)
    .where('accountId', 'is not distinct from', wish.accountId)
    .executeTakeFirst()
  const link = earlier
    ? await renew(scope, earlier, { kind, target: to.target, channel: wish.channel })
    : await insertLink(scope, {
        kind,
        target: to.target,
        channel: wish.channel,
        postId: wish.postId,
        accountId: wish.accountId,
        chatCodeUntil: new Date(scope.clock.now().getTime() + POST_CODE_DAYS * 86_400_000),
      })
  return { id: link.id, code: link.code, chatCode: link.chatCode, url: addresses.short(link) }
}

type Row = Selectable<LinksTables['linksLinks']>

async function renew(scope: WriteScope, row: Row, wish: Pick<Row, 'kind' | 'target' | 'channel'>): Promise<Row> {
  const same = row.kind === wish.kind && row.target === wish.target && row.channel === wish.channel && row.closedAt === null
  if (same) return row
  const chatCode = wish.kind === 'url' ? null : (row.chatCode ?? (await takeChatCode(scope)))
  const changed = { ...wish, chatCode, closedAt: null }
  await tables(scope).updateTable('linksLinks').set(changed).where('workspaceId', '=', scope.workspaceId).where('id', '=', row.id).execute()
  await scope.announce({ type: 'LinkChanged', linkId: row.id })
  return { ...row, ...changed }
}
