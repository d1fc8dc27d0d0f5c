import type { VisitsSummary } from '#contract/analytics.ts'
import type { Channel } from '#contract/channels.ts'
import type { VisitDimension } from '#contract/visit-filters.ts'
import type { PastDimension } from '#contract/visit-imports.ts'
import type { VisitRow, VisitsOfPeriod } from '#contract/visit-questions.ts'
import { countryName, languageName, number, percent } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

export const channelName = (channel: Channel) => t(`channels:${channel}`)

/** With fewer visits the order of channels is mostly luck. */
const ENOUGH = 30
/** As long as a first page may turn people away before something is said. */
const MANY_STOPS = 0.7

export function visitorsSoWhat({ visits }: VisitsOfPeriod, channels: readonly VisitRow[] | undefined): string {
  if (visits === 0) return t('analytics:visits.none')
  if (visits < ENOUGH) return t('analytics:visits.few', { count: ENOUGH - visits })
  const best = channels?.[0]
  return best ? t('analytics:visits.best', { channel: channelName(best.value as Channel), share: percent(best.visits / visits) }) : t('analytics:visits.fine')
}

export function openedSoWhat({ visits, whatsappOpened }: VisitsSummary): string {
  if (whatsappOpened > 0) return t('analytics:opened.some')
  return visits < ENOUGH ? t('analytics:opened.early') : t('analytics:opened.none')
}

export function reachSoWhat({ visits, reached }: VisitsOfPeriod): string {
  if (reached > 0) return t('analytics:reach.some')
  return visits < ENOUGH ? t('analytics:reach.early') : t('analytics:reach.none')
}

/** Some out of all, as words: no bare share of a handful. */
export const someOf = (key: 'analytics:stops.value' | 'analytics:reach.value', part: 'stopped' | 'reached', count: number, visits: number): string =>
  visits === 0 ? '–' : t(key, { [part]: number(count), visits: number(visits) })

export function stopsSoWhat({ bounces, visits }: VisitsOfPeriod): string {
  if (visits < ENOUGH) return t('analytics:stops.early')
  return bounces / visits > MANY_STOPS ? t('analytics:stops.many') : t('analytics:stops.fine')
}

/** How a figure stands to the one of the days it is compared with. */
export function changeSince(now: number, before: number): string {
  if (now === before) return t('analytics:compare.same')
  if (before === 0) return t('analytics:compare.new')
  const change = now / before - 1
  return t('analytics:compare.was', { change: `${change > 0 ? '+' : '−'}${percent(Math.abs(change))}`, before: number(before) })
}

/** Minutes and seconds, as a clock that was stopped shows them. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** A value of a dimension in the reader's words; of posts, links and placements the id, which only their own modules can name. */
export function valueName(dimension: VisitDimension, value: string): string {
  if (value === '') return t(dimension === 'source' ? 'analytics:values.direct' : 'analytics:values.none')
  if (dimension === 'channel') return channelName(value as Channel)
  if (dimension === 'country') return countryName(value)
  if (dimension === 'language') return languageName(value)
  if (dimension === 'device' && (value === 'phone' || value === 'tablet' || value === 'desktop')) return t(`analytics:values.${value}`)
  return dimension === 'app' || dimension === 'browser' ? value.charAt(0).toUpperCase() + value.slice(1) : value
}

/** A value as another tool told it: in the reader's words where it is one of ours, else in the tool's own. */
export function toldName(dimension: PastDimension, value: string): string {
  const isOurs = dimension === 'channel' ? /^[a-z-]*$/.test(value) : dimension === 'country' ? /^([A-Z]{2})?$/.test(value) : true
  return isOurs ? valueName(dimension, value) : value
}

/** What goes into the head of every page of a site. */
export const snippetOf = (publicUrl: string, key: string) => `<script defer src="${publicUrl}/t/${key}.js"></script>`

/** What goes into the body, for browsers without JavaScript; the page's whole address has to come along. */
export const pixelOf = (publicUrl: string, key: string) =>
  `<noscript><img src="${publicUrl}/t/pixel.gif?site=${key}" alt="" width="1" height="1" referrerpolicy="no-referrer-when-downgrade"></noscript>`

/** How a site's own server says something. */
export const serverCallOf = (publicUrl: string, key: string) => `curl ${publicUrl}/t/server \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"kind":"goal","name":"Pesan","url":"/checkout","value":25000,"currency":"IDR","ip":"203.0.113.7","userAgent":"Mozilla/5.0 …"}'`

/** The first of so many days that end with `to`. */
export function daysBack(to: string, days: number): string {
  const first = new Date(`${to}T00:00:00Z`)
  first.setUTCDate(first.getUTCDate() - days + 1)
  return first.toISOString().slice(0, 10)
}
