import type { Channel } from '#contract/channels.ts'
import type { PlacementKind } from '#contract/links.ts'

/** What the orders of a placement count for, unless its owner says otherwise: printed things are one channel. */
export const channelOfPlacement: Record<PlacementKind, Channel> = {
  card: 'card',
  jar: 'card',
  packaging: 'card',
  signature: 'email',
  stall: 'counter',
  blog: 'blog',
  other: 'other',
}
