import type { ChannelVisits, VisitsSummary } from '#contract/analytics.ts'
import type { Channel } from '#contract/channels.ts'
import { number, percent } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

export const channelName = (channel: Channel) => t(`channels:${channel}`)

/** With fewer visits the order of channels is mostly luck. */
const ENOUGH = 30
/** As long as a first page may turn people away before something is said. */
const MANY_STOPS = 0.7

export function visitsSoWhat(summary: VisitsSummary, channels: readonly ChannelVisits[] | undefined): string {
  if (summary.visits === 0) return t('analytics:visits.none')
  if (summary.visits < ENOUGH) return t('analytics:visits.few', { count: ENOUGH - summary.visits })
  const best = channels?.[0]
  return best ? t('analytics:visits.best', { channel: channelName(best.channel), share: percent(best.visits / summary.visits) }) : t('analytics:visits.fine')
}

export function openedSoWhat({ visits, whatsappOpened }: VisitsSummary): string {
  if (whatsappOpened > 0) return t('analytics:opened.some')
  return visits < ENOUGH ? t('analytics:opened.early') : t('analytics:opened.none')
}

export const stopsValue = ({ bounces, visits }: VisitsSummary): string =>
  visits === 0 ? '–' : t('analytics:stops.value', { stopped: number(bounces), visits: number(visits) })

export function stopsSoWhat({ bounces, visits }: VisitsSummary): string {
  if (visits < ENOUGH) return t('analytics:stops.early')
  return bounces / visits > MANY_STOPS ? t('analytics:stops.many') : t('analytics:stops.fine')
}

/** What goes into the head of every page of a site. */
export const snippetOf = (publicUrl: string, key: string) => `<script defer src="${publicUrl}/t/kicau.js" data-site="${key}"></script>`

/** The first of so many days that end with `to`. */
export function daysBack(to: string, days: number): string {
  const first = new Date(`${to}T00:00:00Z`)
  first.setUTCDate(first.getUTCDate() - days + 1)
  return first.toISOString().slice(0, 10)
}
