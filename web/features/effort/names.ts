import type { Channel } from '#contract/channels.ts'
import type { Activity } from '#contract/effort.ts'
import { t } from '$i18n/words.svelte'

export const channelName = (channel: Channel | null) => (channel === null ? t('effort:noChannel') : t(`channels:${channel}`))
export const activityName = (activity: Activity) => t(`effort:activities.${activity}`)

/** A zone-free day of the shop as an instant at its noon or so: for words like "Wednesday". */
export const noonOf = (day: string) => `${day}T05:00:00Z`

/** The calendar day so many days after this one. */
export const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

// As the contract lists them; the web takes only types from there.
export const allChannels: readonly Channel[] = [
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
]
export const allActivities: readonly Activity[] = ['write', 'answer', 'talk', 'look', 'orders', 'plan', 'outside', 'other']

/** For a list to choose from: `''` stands for all channels. */
export const channelOptions = () => [
  ...allChannels.map((channel) => ({ value: channel as string, label: channelName(channel) })),
  { value: '', label: channelName(null) },
]
export const channelOf = (value: string) => (value === '' ? null : (value as Channel))
