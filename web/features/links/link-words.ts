import type { LinkConditions, LinkFigures, LinkKind, LinkWithFigures, PlacementKind } from '#contract/links.ts'
import type { Channel } from '#contract/channels.ts'
import { calendarDay, number } from '$i18n/format.svelte'
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

/** What a link's conditions come to, in one line. */
export function conditionsWords(conditions: LinkConditions | null): string {
  if (!conditions) return t('links:conditions.sum.none')
  const { rules, lastDay, mostOpenings, opened, password } = conditions
  const said: string[] = []
  if (rules.length > 0) said.push(t('links:conditions.sum.rules', { count: rules.length, shown: number(rules.length) }))
  if (lastDay) said.push(t('links:conditions.sum.lastDay', { day: calendarDay(lastDay) }))
  if (mostOpenings !== null) said.push(t('links:conditions.sum.openings', { opened: number(opened), most: number(mostOpenings) }))
  if (password) said.push(t('links:conditions.sum.password'))
  return said.join(' · ')
}

export const iconOfPlacement: Record<PlacementKind, IconName> = {
  card: 'person',
  jar: 'store',
  packaging: 'bag',
  signature: 'mail',
  stall: 'home',
  blog: 'globe',
  other: 'tag',
}

export const iconOfKind: Record<LinkKind, IconName> = { 'shop-page': 'store', whatsapp: 'chat', telegram: 'chat', messenger: 'chat', url: 'outside' }
