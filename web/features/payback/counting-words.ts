import type { AttributionSpan } from '#contract/attribution.ts'
import { number } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'
import { channelName } from './payback-words'

export type CountingLine = AttributionSpan['lines'][number]

export const lineName = ({ channel, merged }: Pick<CountingLine, 'channel' | 'merged'>) =>
  channel === 'others' ? t('attribution:others', { channels: merged.map(channelName).join(', ') }) : channelName(channel)

/** Shared orders have halves: one decimal where there is one. */
export const ordersShown = (orders: number) => number(orders, Math.abs(orders - Math.round(orders)) < 0.05 ? 0 : 1)

export function countingSoWhat({ code, values: { orders, channel, other } }: AttributionSpan['soWhat']): string {
  return t(`attribution:soWhat.${code}`, {
    ...(orders !== undefined && { count: orders, orders: number(orders) }),
    ...(channel !== undefined && { channel: channelName(channel) }),
    ...(other !== undefined && { other: channelName(other) }),
  })
}

/** What was counted, and what was not. */
export function countedText({ orders: { counted, placeOnly, traceless }, visitorsWithoutOrder }: AttributionSpan, days: number): string {
  return [
    t('attribution:counted', { count: counted, orders: number(counted), days }),
    placeOnly > 0 && t('attribution:placeOnly', { count: placeOnly, orders: number(placeOnly) }),
    traceless > 0 && t('attribution:traceless', { count: traceless, orders: number(traceless) }),
    visitorsWithoutOrder === null && t('attribution:visitorsUnseen'),
    visitorsWithoutOrder !== null && visitorsWithoutOrder > 0 && t('attribution:visitors', { count: visitorsWithoutOrder, visitors: number(visitorsWithoutOrder) }),
  ]
    .filter(Boolean)
    .join(' ')
}
