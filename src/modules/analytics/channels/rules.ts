import type { Channel } from '#contract/channels.ts'
import { channelOfApp, clickIdOf, placeOfHost, placeOfName, type Group, type Place } from './places.ts'

/** All that the grouping looks at, as it is stored with each hit: it can be run again at any time. */
export interface RawSource {
  /** What the link or module itself said; '' where nobody did. */
  channelSaid: string
  referrer: string
  utmSource: string
  utmMedium: string
  utmCampaign: string
  clickId: string
  /** The browser, which is an app's where the app opened the page. */
  browser: string
}

export interface Grouped {
  channel: Channel
  /** The rule that matched: why it counts there. */
  rule: string
}

interface Source {
  said: Channel | undefined
  /** By `utm_source`, and by the referrer where there is none or it is not known. */
  place: Place | undefined
  source: string
  medium: string
  campaign: string
  clickId: ReturnType<typeof clickIdOf>
  app: Channel | undefined
  referrerHost: string
}

interface Rule {
  name: string
  when(source: Source): boolean
  channel: Channel | ((source: Source) => Channel)
}

const PAID = /^(.*cp.*|ppc|retargeting|paid.*)$/
const SHOPPING = /^(.*(([^a-df-z]|^)shop|shopping).*)$/
const VIDEO = /^(.*video.*)$/
const DISPLAY = new Set(['display', 'banner', 'expandable', 'interstitial', 'cpm'])
const SOCIAL = new Set(['social', 'social-network', 'social-media', 'sm', 'social network', 'social media', 'sosmed', 'medsos'])
const CHAT = new Set(['chat', 'im', 'messaging', 'broadcast', 'siaran'])
const MAIL = new Set(['email', 'e-mail', 'e_mail', 'e mail', 'newsletter'])
const AFFILIATE = new Set(['affiliate', 'affiliates', 'afiliasi', 'affiliasi'])

const from = (group: Group) => (source: Source) => source.place?.group === group
const paid = (source: Source) => PAID.test(source.medium) || source.clickId?.paid === true
const paidFrom = (group: Group) => (source: Source) => paid(source) && (source.place ?? source.clickId)?.group === group
const itsChannel = (source: Source): Channel => source.place?.channel ?? 'other'
const itsChannelIn = (group: Group) => (source: Source): Channel => (from(group)(source) ? itsChannel(source) : 'other')

/**
 * First match wins. The order is that of GA4's default channel grouping (SCIENCE.md 7), ours set in where the field's
 * own list has no word for it: chat, marketplace, bio, AI, and the places outside the networks.
 */
export const rules: readonly Rule[] = [
  { name: 'said', when: ({ said }) => said !== undefined, channel: ({ said }) => said! },
  { name: 'cross-network', when: ({ campaign }) => campaign.includes('cross-network'), channel: 'ads' },
  { name: 'paid-shopping', when: (s) => paid(s) && (from('marketplace')(s) || SHOPPING.test(s.campaign)), channel: 'ads' },
  { name: 'paid-search', when: paidFrom('search'), channel: 'ads' },
  { name: 'paid-social', when: paidFrom('social'), channel: 'ads' },
  { name: 'paid-video', when: paidFrom('video'), channel: 'ads' },
  { name: 'display', when: (s) => DISPLAY.has(s.medium) || s.clickId?.group === 'display', channel: 'ads' },
  { name: 'paid-other', when: paid, channel: 'ads' },
  { name: 'chat', when: (s) => from('chat')(s) || CHAT.has(s.medium), channel: itsChannelIn('chat') },
  { name: 'marketplace', when: (s) => from('marketplace')(s) || s.medium === 'marketplace', channel: 'marketplace' },
  { name: 'ai', when: from('ai'), channel: 'ai' },
  { name: 'bio', when: (s) => from('bio')(s) || s.medium === 'bio', channel: 'referral' },
  { name: 'offline', when: from('offline'), channel: itsChannel },
  { name: 'organic-shopping', when: ({ campaign }) => SHOPPING.test(campaign), channel: 'marketplace' },
  { name: 'organic-social', when: (s) => from('social')(s) || SOCIAL.has(s.medium), channel: itsChannelIn('social') },
  { name: 'organic-video', when: (s) => from('video')(s) || VIDEO.test(s.medium), channel: itsChannelIn('video') },
  { name: 'organic-search', when: (s) => from('search')(s) || s.medium === 'organic', channel: 'search' },
  { name: 'email', when: (s) => from('email')(s) || MAIL.has(s.medium) || MAIL.has(s.source), channel: 'email' },
  { name: 'affiliates', when: ({ medium }) => AFFILIATE.has(medium), channel: 'referral' },
  { name: 'audio', when: ({ medium }) => medium === 'audio', channel: 'other' },
  { name: 'sms', when: ({ source, medium }) => source === 'sms' || medium === 'sms', channel: 'other' },
  { name: 'push', when: ({ medium }) => medium.endsWith('push') || medium.includes('mobile') || medium.includes('notification'), channel: 'other' },
  { name: 'offline-medium', when: ({ medium }) => placeOfName(medium)?.group === 'offline', channel: ({ medium }) => placeOfName(medium)!.channel },
  { name: 'click-id', when: ({ clickId }) => clickId !== undefined, channel: ({ clickId }) => clickId!.channel },
  { name: 'in-app', when: ({ app }) => app !== undefined, channel: ({ app }) => app! },
  { name: 'referral', when: ({ medium, referrerHost }) => ['referral', 'app', 'link'].includes(medium) || referrerHost !== '', channel: 'referral' },
  { name: 'tagged', when: ({ source, medium, campaign }) => `${source}${medium}${campaign}` !== '', channel: 'other' },
  { name: 'direct', when: () => true, channel: 'direct' },
]

/** Where a hit came from, by the first rule that matches. */
export function groupSource(raw: RawSource): Grouped {
  const referrerHost = hostOf(raw.referrer)
  const source: Source = {
    said: raw.channelSaid === '' ? undefined : (raw.channelSaid as Channel),
    place: placeOfName(raw.utmSource) ?? (referrerHost === '' ? undefined : placeOfHost(referrerHost)),
    source: tidy(raw.utmSource),
    medium: tidy(raw.utmMedium),
    campaign: tidy(raw.utmCampaign),
    clickId: clickIdOf(raw.clickId),
    app: channelOfApp(raw.browser),
    referrerHost,
  }
  const rule = rules.find(({ when }) => when(source))!
  return { channel: typeof rule.channel === 'function' ? rule.channel(source) : rule.channel, rule: rule.name }
}

const tidy = (text: string): string => text.trim().toLowerCase()

/** The host of a referrer; of Android's `android-app://` the app's name. '' where there is none. */
export function hostOf(referrer: string): string {
  const match = /^(?:https?|android-app):\/\/([^/?#]+)/i.exec(referrer)
  return match ? match[1]!.toLowerCase().replace(/^.*@|:\d+$/g, '') : ''
}
