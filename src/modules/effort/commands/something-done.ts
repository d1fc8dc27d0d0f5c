import type { Channel } from '#contract/channels.ts'
import type { Activity } from '#contract/effort.ts'

/** What a member finished in Kicau. */
export interface SomethingDone {
  memberId: string
  channel: Channel | null
  activity: Activity
  /** When it was finished. */
  at: Date
  /** About how long a thing of this kind takes. */
  minutes: number
  /** The post that was worked on. */
  postId?: string
  /** A running timer goes over to its channel and activity. */
  follows?: boolean
}
