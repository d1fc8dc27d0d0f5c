import type { Generated } from 'kysely'
import type { LinkKind, LinkRule, PlacementKind } from '#contract/links.ts'
import type { DomainState } from '#contract/own-domain.ts'
import type { ChangeShopPage, PageTheme } from '#contract/shop-page.ts'
import type { Channel } from '#contract/channels.ts'
import { tablesOf } from '#platform/scope'

export interface LinksTables {
  linksLinks: {
    id: string
    workspaceId: string
    code: string
    word: string | null
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
  linksConditions: {
    linkId: string
    workspaceId: string
    rules: LinkRule[]
    lastDay: string | null
    mostOpenings: number | null
    opened: Generated<number>
    afterwards: string | null
    password: string | null
    changedAt: Date
  }
  linksDomains: {
    workspaceId: string
    host: string
    state: DomainState
    provenAt: Date | null
    checkedAt: Date
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
  linksMissed: {
    workspaceId: string
    code: string
    day: string
    times: number
  }
  linksUtmTemplates: {
    id: string
    workspaceId: string
    name: string
    source: string
    medium: string
    campaign: string
    content: string
    term: string
    savedAt: Date
  }
  linksLogos: {
    workspaceId: string
    logo: string
    changedAt: Date
  }
  linksPages: {
    workspaceId: string
    picture: string | null
    pictureAlt: string
    headline: string
    words: string
    buttons: StoredButton[]
    theme: PageTheme
    newestPost: Generated<boolean>
    changedAt: Date
  }
}

/** A button once it is kept has its id. */
export type StoredButton = ChangeShopPage['buttons'][number] & { id: string }

export const tables = tablesOf<LinksTables>()
