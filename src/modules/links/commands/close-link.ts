import type { Link } from '#contract/links.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { REST_MS } from '../model/chat-code.ts'
import { addressesOf } from '../addresses.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { conditionsAsShown } from '../queries/conditions-of-links.ts'
import { linkById } from '../queries/link-by-id.ts'
import { tables } from '../tables.ts'
import { takeChatCode } from './take-chat-code.ts'

/** Closes a link: who opens it is shown the way to the shop, and its chat code is read no more. */
export async function closeLink(scope: WriteScope, id: string): Promise<Refusal | undefined> {
  const found = await linkById(scope, id)
  if (!found) return refuse('links.link-unknown')
  if (found.link.closedAt !== null) return
  await setClosed(scope, id, { closedAt: scope.clock.now() })
  await scope.announce({ type: 'LinkClosed', linkId: id })
}

/** Opens it again, under the same code; with another chat code only where its own has come to stand for something else. */
export async function reopenLink(scope: WriteScope, needs: LinksNeeds, id: string): Promise<Link | Refusal> {
  const found = await linkById(scope, id)
  if (!found) return refuse('links.link-unknown')
  const { link, placement } = found
  const now = scope.clock.now()
  const conditions = (await conditionsAsShown(scope, [id])).get(id)
  if (link.closedAt === null) return presentLink(await addressesOf(scope, needs), link, placement, now, conditions)
  const rested = now.getTime() - link.closedAt.getTime() > REST_MS
  const chatCode = link.kind === 'url' ? null : link.chatCode === null || rested ? await takeChatCode(scope) : link.chatCode
  await setClosed(scope, id, { closedAt: null, chatCode })
  await scope.announce({ type: 'LinkChanged', linkId: id })
  return presentLink(await addressesOf(scope, needs), { ...link, closedAt: null, chatCode }, placement, now, conditions)
}

const setClosed = (scope: WriteScope, id: string, change: { closedAt: Date | null; chatCode?: string | null }) =>
  tables(scope).updateTable('linksLinks').set(change).where('workspaceId', '=', scope.workspaceId).where('id', '=', id).execute()
