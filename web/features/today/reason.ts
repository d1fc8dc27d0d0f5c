import type { Channel } from '#contract/channels.ts'
import type { TodayItem } from '#contract/coach.ts'
import { amount, dayTime } from '$i18n/format.svelte'
import { t, type WordKey } from '$i18n/words.svelte'

/** Why it is on the list, its figures written the local way. Names in it are text and stay text. */
export function reasonOf({ reason }: Pick<TodayItem, 'reason'>): string {
  const values = { ...reason.values }
  if (typeof values.amount === 'number') values.amount = amount(values.amount)
  if (typeof values.at === 'string') values.at = dayTime(values.at)
  if (typeof values.channel === 'string') values.channel = t(`channels:${values.channel as Channel}`)
  return t(`coach:reasons.${reason.code}` as WordKey, values)
}
