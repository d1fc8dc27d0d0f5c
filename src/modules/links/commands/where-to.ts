import type { ChatKind, LinkKind } from '#contract/links.ts'
import type { Country } from '#contract/values.ts'
import { queries as workspace } from '#modules/workspace'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { oursOf } from '../addresses.ts'
import { chatApps, isChat } from '../chats/index.ts'
import { readTarget, type Ours } from '../model/target.ts'
import type { LinksNeeds } from '../needs.ts'

/** A link's target as it is stored, checked by its kind. */
export async function whereTo(
  scope: ReadScope,
  needs: LinksNeeds,
  kind: LinkKind,
  target: string | null,
): Promise<{ target: string | null } | Refusal> {
  if (kind === 'shop-page') return { target: null }
  if (!isChat(kind)) return readUrl(await oursOf(scope, needs), target)
  const shop = await workspace.shopProfile(scope)
  if (kind === 'whatsapp' && target === null) return shop.whatsapp === null ? refuse('links.no-whatsapp') : { target: null }
  return readChatName(kind, target, shop.country)
}

/** Who a chat is opened with, as it is kept. */
export function readChatName(kind: ChatKind, typed: string | null, country: Country, where = 'target'): { target: string } | Refusal {
  if (typed === null) return refuse('links.chat-name-missing', { where })
  const target = chatApps[kind].read(typed, country)
  if (target !== null) return { target }
  return kind === 'whatsapp' ? refuse('links.phone-unreadable', { where, values: { phone: typed } }) : refuse('links.chat-name-unreadable', { where, values: { name: typed } })
}

export function readUrl(ours: Ours, target: string | null, where = 'target'): { target: string } | Refusal {
  if (target === null) return refuse('links.target-missing', { where })
  const read = readTarget(target, ours)
  return 'fault' in read ? refuse(`links.target-${read.fault}`, { where }) : { target: read.href }
}
