import type { Channel } from '#contract/channels.ts'
import type { Experiment, Holiday } from '#contract/experiments.ts'
import { calendarDay, number } from '$i18n/format.svelte'
import { t, type WordKey } from '$i18n/words.svelte'

export const channelName = (channel: Channel) => t(`channels:${channel}`)

export const holidayNames = (holidays: readonly Holiday[]) =>
  holidays
    .map(({ name, estimated }) => {
      const said = t(`experiments:holidays.${name}` as WordKey)
      return estimated ? t('experiments:weeks.estimated', { name: said }) : said
    })
    .join(', ')

export const titleOf = ({ kind, channel, code }: Pick<Experiment, 'kind' | 'channel' | 'code'>) =>
  [t(`experiments:kinds.${kind}`), channelName(channel), code].filter(Boolean).join(' · ')

export const stateOf = ({ state, from }: Experiment) => t(`experiments:states.${state}`, { day: calendarDay(from) })

/** Orders a week, with the sign that says which side had more. */
export const signed = (orders: number) => (orders > 0 ? `+${number(orders, 1)}` : number(orders, 1).replace('-', '−'))

/** What was fixed before the first week. */
export const askedOf = ({ effect, sureness }: Experiment) =>
  t('experiments:result.asked', { effect: number(effect), sureness: t(`experiments:sureness.${sureness}`).toLocaleLowerCase() })
