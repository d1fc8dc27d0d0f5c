import type { Channel } from '#contract/channels.ts'
import type { AccountState, Way } from '#contract/networks.ts'
import { tablesOf } from '#platform/scope'

export interface NetworksTables {
  networksAccounts: {
    workspaceId: string
    accountId: string
    network: string
    way: Way
    channel: Channel
    handle: string
    remoteId: string | null
    server: string | null
    address: string | null
    credentials: string | null
    session: string | null
    state: AccountState
    reason: string | null
    connectedAt: Date
    changedAt: Date
    removedAt: Date | null
    audienceDueAt: Date | null
  }
  networksFollowBacks: {
    workspaceId: string
    accountId: string
    remoteId: string
    handle: string
    name: string
    address: string
    firstSeenAt: Date
  }
  networksFriends: {
    workspaceId: string
    friendId: string
    accountId: string
    name: string
    toldAt: Date | null
  }
  networksPostsSeen: {
    workspaceId: string
    accountId: string
    remoteId: string
    postedAt: Date
    reposts: number
    seenAt: Date
  }
  networksFollowers: {
    workspaceId: string
    source: string
    accountId: string | null
    channel: Channel
    day: string
    followers: number
    notedAt: Date
  }
}

export const tables = tablesOf<NetworksTables>()
