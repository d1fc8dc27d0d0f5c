import type { LinkFigures, LinkKind, LinkWithFigures, PlacementKind } from '#contract/links.ts'
import type { Channel } from '#contract/channels.ts'
import { number } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'
import type { IconName } from '$ui/icons'

/** Where a link may have been shared by; the list of the contract brings zod, so it stands here once more. */
const shareable = [
  'whatsapp',
  'instagram',
  'facebook',
  'tiktok',
  'telegram',
  'x',
  'threads',
  'bluesky',
  'mastodon',
  'youtube',
  'line',
  'blog',
  'email',
  'marketplace',
  'ads',
  'card',
  'counter',
  'word-of-mouth',
  'referral',
  'other',
] as const satisfies readonly Channel[]

export const channelName = (channel: Channel) => t(`channels:${channel}`)
export const channelOptions = () => shareable.map((value) => ({ value, label: channelName(value) }))

/** What an owner knows the link by. */
export const nameOf = (link: LinkWithFigures) =>
  link.placement?.name ?? link.name ?? (link.postId ? t('links:row.ofPost', { channel: channelName(link.channel) }) : channelName(link.channel))

export const opened = ({ whatsappOpened }: LinkFigures) => t('links:row.opened', { count: whatsappOpened, shown: number(whatsappOpened) })
export const clicks = (figures: LinkFigures) => t('links:row.clicks', { count: figures.clicks, shown: number(figures.clicks) })

export const withoutProtocol = (url: string) => url.replace(/^https?:\/\//, '')

export const iconOfPlacement: Record<PlacementKind, IconName> = {
  card: 'person',
  jar: 'store',
  packaging: 'bag',
  signature: 'mail',
  stall: 'home',
  blog: 'globe',
  other: 'tag',
}

export const iconOfKind: Record<LinkKind, IconName> = { 'shop-page': 'store', whatsapp: 'chat', url: 'outside' }
