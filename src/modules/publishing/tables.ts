import type { Channel } from '#contract/channels.ts'
import type { Way } from '#contract/networks.ts'
import type { TargetState } from '#contract/publishing.ts'
import type { Language } from '#contract/values.ts'
import { tablesOf } from '#platform/scope'

export interface PublishingTables {
  publishingPosts: {
    workspaceId: string
    postId: string
    text: string
    language: Language
    linkTo: 'shop-page' | 'whatsapp' | 'url' | null
    linkUrl: string | null
    origin: 'desk' | 'elsewhere' | 'feed'
    scheduledAt: Date | null
    createdAt: Date
    createdBy: string | null
    changedAt: Date
    deletedAt: Date | null
  }
  publishingPictures: {
    workspaceId: string
    pictureId: string
    postId: string | null
    position: number
    mediaKey: string
    type: string
    bytes: number
    width: number
    height: number
    alt: string
    keptAt: Date
  }
  publishingTargets: {
    workspaceId: string
    targetId: string
    postId: string
    accountId: string
    network: string
    way: Way
    channel: Channel
    lane: string
    ownText: string | null
    finalText: string | null
    linkId: string | null
    linkUrl: string | null
    linkMissing: string | null
    state: TargetState
    dueAt: Date | null
    wakeAt: Date | null
    lease: string | null
    publishKey: string | null
    unresolved: boolean
    attempts: number
    looks: number
    remoteId: string | null
    address: string | null
    publishedAt: Date | null
    why: string | null
    whyDetail: string | null
    changedAt: Date
  }
  publishingAttempts: {
    workspaceId: string
    attemptId: string
    targetId: string
    kind: 'publish' | 'look' | 'hand-over' | 'person'
    begunAt: Date
    endedAt: Date | null
    outcome: string | null
    detail: string | null
  }
}

export type TargetRow = PublishingTables['publishingTargets']
export type PostRow = PublishingTables['publishingPosts']
export type PictureOfPost = Pick<PublishingTables['publishingPictures'], 'mediaKey' | 'alt'>

export const tables = tablesOf<PublishingTables>()
