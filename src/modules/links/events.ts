import type { Channel } from '#contract/channels.ts'

/** What links announces; screens refresh on it, and the redirect forgets what it remembered of the shop. */
export type LinksEvent =
  /** `for`: what it was made for by itself; null where somebody made it by hand. */
  | { type: 'LinkMade'; linkId: string; channel: Channel; for: 'post' | 'placement' | null }
  | { type: 'LinkChanged'; linkId: string }
  | { type: 'LinkClosed'; linkId: string }
  | { type: 'PlacementChanged'; placementId: string }
  | { type: 'QrLogoChanged' }
  | { type: 'UtmTemplatesChanged' }
  | { type: 'LinksMissed' }
  | { type: 'ShopPageChanged' }
  | { type: 'OwnDomainChanged' }

/** After one of these a remembered link or page may no longer be right. */
export const staleAfter: ReadonlySet<string> = new Set<LinksEvent['type'] | (string & {})>([
  'LinkMade',
  'LinkChanged',
  'LinkClosed',
  'ShopPageChanged',
  'OwnDomainChanged',
  'PostPublished',
  'PostDeleted',
  'PostPutBack',
  'BuyButtonsChanged',
  'PayAccountsChanged',
  'OrderFormChanged',
  'ShopChanged',
  'ShopRemoved',
  'SiteAdded',
  'SiteRemoved',
])
