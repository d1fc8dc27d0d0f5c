import { z } from 'zod'

/**
 * What an order, a visit or an hour is attributed to: one flat list for every shop, in the order screens show it.
 * A network or placement belongs to one of these; where an order was closed (its sales place) is something else.
 */
export const channels = [
  'whatsapp',
  'word-of-mouth',
  'card',
  'instagram',
  'facebook',
  'tiktok',
  'bluesky',
  'x',
  'threads',
  'mastodon',
  'telegram',
  'youtube',
  'line',
  'blog',
  'search',
  'email',
  'marketplace',
  'ads',
  'ai',
  'referral',
  'counter',
  'direct',
  'other',
] as const
export const Channel = z.enum(channels)
export type Channel = z.infer<typeof Channel>

/** Where an order was closed. */
export const salesPlaces = ['chat', 'counter', 'shopee', 'tokopedia', 'tiktok-shop', 'lazada', 'web', 'other'] as const
export const SalesPlace = z.enum(salesPlaces)
export type SalesPlace = z.infer<typeof SalesPlace>
/** Where buyers cannot be asked how they found the shop. */
export const marketplaces = ['shopee', 'tokopedia', 'tiktok-shop', 'lazada'] as const satisfies readonly SalesPlace[]
