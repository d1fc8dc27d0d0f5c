import type { Selectable } from 'kysely'
import type { Link, LinkConditions, LinkFigures, Placement } from '#contract/links.ts'
import type { ShopAddresses } from './addresses.ts'
import { liveChatCode } from './model/live.ts'
import type { LinksTables } from './tables.ts'

type LinkRow = Selectable<LinksTables['linksLinks']>
type PlacementRow = Omit<Selectable<LinksTables['linksPlacements']>, 'workspaceId'>
type PlacementName = Pick<PlacementRow, 'id' | 'kind' | 'name'>

/** A link as the API shows it; the only way out. */
export const presentLink = (
  addresses: ShopAddresses | null,
  link: LinkRow,
  placement: PlacementName | null,
  at: Date,
  conditions: LinkConditions | null = null,
): Link => ({
  id: link.id,
  code: link.code,
  word: link.word,
  url: addresses && addresses.short(link),
  kind: link.kind,
  target: link.target,
  message: link.message,
  name: link.name,
  channel: link.channel,
  postId: link.postId,
  placement: placement && { id: placement.id, kind: placement.kind, name: placement.name },
  chatCode: liveChatCode(link, at),
  conditions,
  createdAt: link.createdAt.toISOString(),
  closedAt: link.closedAt?.toISOString() ?? null,
})

export const presentPlacement = (
  addresses: ShopAddresses | null,
  placement: PlacementRow,
  link: LinkRow,
  figures: LinkFigures | null,
  at: Date,
  conditions: LinkConditions | null = null,
): Placement => ({
  id: placement.id,
  kind: placement.kind,
  name: placement.name,
  channel: placement.channel,
  createdAt: placement.createdAt.toISOString(),
  closedAt: placement.closedAt?.toISOString() ?? null,
  link: { ...presentLink(addresses, link, placement, at, conditions), figures },
})
