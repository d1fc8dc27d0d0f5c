import type { Channel } from '#contract/channels.ts'
import type { Actor } from '#platform/scope'

interface OfTarget {
  postId: string
  targetId: string
  accountId: string
  network: string
  channel: Channel
}

/** What this module announces. Instants are ISO 8601 in UTC. */
export type PublishingEvent =
  | { type: 'PostWritten'; postId: string; by: Actor }
  /** Posts that went out without Kicau were noted, so many. */
  | { type: 'PostsNoted'; posts: number; by: Actor }
  | { type: 'PostChanged'; postId: string }
  /** `channel`: where it goes to one only. Announced once a post, not again when it is moved. */
  | { type: 'PostScheduled'; postId: string; at: string; channels: Channel[]; channel: Channel | null; by: Actor }
  | { type: 'PostMoved'; postId: string; at: string | null }
  | { type: 'PostDeleted'; postId: string }
  | { type: 'PostPutBack'; postId: string }
  | ({ type: 'PostPublished'; at: string; linkId: string | null; address: string | null } & OfTarget)
  | ({ type: 'PostFailed'; why: string } & OfTarget)
  | ({ type: 'PostNeedsYou'; why: string } & OfTarget)
  | ({ type: 'PostWaits'; why: string; nextTryAt: string } & OfTarget)
  | ({ type: 'HandOverDue'; at: string } & OfTarget)
  | ({ type: 'HandOverDone'; at: string; linkId: string | null; by: Actor } & OfTarget)
  | ({ type: 'HandOverPutOff'; until: string } & OfTarget)
  | ({ type: 'HandOverSkipped' } & OfTarget)
