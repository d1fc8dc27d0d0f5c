import type { ChangeShopPage, LinkKind, PageTheme, PlacementKind } from '#contract/links.ts'
import type { Channel } from '#contract/channels.ts'
import { tablesOf } from '#platform/scope'

export interface LinksTables {
  linksLinks: {
    id: string
    workspaceId: string
    code: string
    kind: LinkKind
    target: string | null
    message: string | null
    name: string | null
    channel: Channel
    postId: string | null
    accountId: string | null
    placementId: string | null
    chatCode: string | null
    chatCodeUntil: Date | null
    createdAt: Date
    closedAt: Date | null
  }
  linksPlacements: {
    id: string
    workspaceId: string
    kind: PlacementKind
    name: string
    channel: Channel
    createdAt: Date
    closedAt: Date | null
  }
  linksPages: {
    workspaceId: string
    picture: string | null
    pictureAlt: string
    headline: string
    words: string
    buttons: StoredButton[]
    theme: PageTheme
    changedAt: Date
  }
}

/** A button once it is kept has its id. */
export type StoredButton = ChangeShopPage['buttons'][number] & { id: string }

export const tables = tablesOf<LinksTables>()
