import type { Insertable } from 'kysely'
import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import { makeLinkCode, SHORTEST_LINK_CODE } from '../model/link-code.ts'
import { tables, type LinksTables } from '../tables.ts'
import { takeChatCode } from './take-chat-code.ts'

type Row = LinksTables['linksLinks']
export type NewLink = Pick<Row, 'kind' | 'target' | 'channel'> &
  Partial<Pick<Row, 'word' | 'message' | 'name' | 'postId' | 'accountId' | 'placementId' | 'chatCodeUntil'>>

/** Writes a link with codes of its own and announces it. */
export async function insertLink(scope: WriteScope, link: NewLink): Promise<Row> {
  const createdAt = scope.clock.now()
  const row: Insertable<Row> = {
    id: newId(createdAt.getTime()),
    workspaceId: scope.workspaceId,
    code: '',
    word: null,
    message: null,
    name: null,
    postId: null,
    accountId: null,
    placementId: null,
    chatCodeUntil: null,
    ...link,
    // An address of somebody else's opens no chat, so there is no message to carry a code.
    chatCode: link.kind === 'url' ? null : await takeChatCode(scope),
    createdAt,
    closedAt: null,
  }
  for (let tries = 0; ; tries++) {
    // Two that fell on the same code: try again, and a character longer once that happens often.
    const code = makeLinkCode(SHORTEST_LINK_CODE + Math.floor(tries / 3))
    const made = await tables(scope)
      .insertInto('linksLinks')
      .values({ ...row, code })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!made) continue
    await scope.announce({ type: 'LinkMade', linkId: made.id, channel: made.channel, for: made.postId ? 'post' : made.placementId ? 'placement' : null })
    return made
  }
}
