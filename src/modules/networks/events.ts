import type { Channel } from '#contract/channels.ts'

/** What this module announces. `again`: it had been connected before, and needed it. */
export type NetworksEvent =
  | { type: 'AccountConnected'; accountId: string; network: string; channel: Channel; again: boolean }
  | { type: 'AccountNeedsReconnect'; accountId: string; network: string; why: string }
  | { type: 'AccountRemoved'; accountId: string }
  | { type: 'AccountPutBack'; accountId: string }
  | { type: 'AudienceSeen'; accountId: string; followBacks: number }
  | { type: 'FriendsChanged'; accountId: string }
  | { type: 'FollowersNoted'; channel: Channel; day: string }
