import type { Channel } from '#contract/channels.ts'
import type { TodayItem } from '#contract/coach.ts'
import type { Money } from '#contract/values.ts'
import { amount, amountIn, dayTime, monthName } from '$i18n/format.svelte'
import { t, type WordKey } from '$i18n/words.svelte'

/** What a thing on the list is called, in the words of the module that offers it. */
export const nameOf = ({ words, kind }: Pick<TodayItem, 'words' | 'kind'>): string => t(`${words}:items.${kind}` as WordKey)

/** Why it is on the list, its figures written the local way. Names in it are text and stay text. */
export function reasonOf({ words, reason }: Pick<TodayItem, 'words' | 'reason'>): string {
  const values = { ...reason.values }
  if (typeof values.amount === 'number') values.amount = typeof values.currency === 'string' ? amountIn(values.amount, values.currency as Money) : amount(values.amount)
  if (typeof values.month === 'string') values.month = monthName(values.month)
  if (typeof values.at === 'string') values.at = dayTime(values.at)
  if (typeof values.channel === 'string') values.channel = t(`channels:${values.channel as Channel}`)
  return t(`${words}:reasons.${reason.code}` as WordKey, values)
}

/** What doing it may bring: in money only where enough outcomes of its kind are known. */
export const hopeOf = ({ bring, amount: money }: Pick<TodayItem, 'bring' | 'amount'>): string =>
  money === null ? t(`coach:today.bring.${bring}`) : t('coach:today.bring.amount', { amount: amount(money) })
