import { effects, surenesses, type ExperimentChannel, type ExperimentKind, type Outlook } from '#contract/experiments.ts'
import type { Country } from '#contract/values.ts'
import { FEWEST_HISTORY, lengthOf, meanOf, MOST_WEEKS, noiseOf, ordersToFit } from './length.ts'
import { clearWeeksFrom, sundayOf } from './weeks.ts'

/** Clear weeks as they usually are, the oldest first. */
export interface History {
  weeks: readonly { monday: string; orders: number }[]
  /** Of all their orders, the share that the channel may have brought: said, tracked, or without a trace. */
  shareOf(channel: ExperimentChannel): number
}

interface Asked {
  kind: ExperimentKind
  channel: ExperimentChannel
  country: Country
  /** The Monday it could begin on. */
  from: string
}

/** What can be tested by this shop's own orders, and how long it takes; or why it can't. */
export function outlookOf(history: History, { kind, channel, country, from }: Asked): Outlook {
  const orders = history.weeks.map((week) => week.orders)
  const known = { kind, channel, history: orders.length, needed: FEWEST_HISTORY }
  const ordersPerWeek = orders.length > 0 ? meanOf(orders) : 0
  if (orders.length < FEWEST_HISTORY || ordersPerWeek === 0) return { ...known, ordersPerWeek, noise: 1, most: null, options: [] }

  const noise = noiseOf(orders)
  const share = history.shareOf(channel)
  // A voucher may bring who would not have come by any channel.
  const most = kind === 'voucher' || share === 1 ? null : share / (1 - share)
  const options = surenesses
    .filter((sureness) => kind !== 'pause' || sureness === 'likely')
    .flatMap((sureness) =>
      effects.map((effect): Outlook['options'][number] => {
        const wanted = { kind, effect, sureness, ordersPerWeek, noise, history: orders.length }
        const { weeks, silent } = lengthOf(wanted)
        const refused = most !== null && effect / 100 > most ? 'implausible' : weeks > MOST_WEEKS ? 'too-long' : null
        return {
          effect,
          sureness,
          weeks,
          silent,
          span: refused ? null : { from: clearWeeksFrom(country, from, 1)[0]!, to: sundayOf(clearWeeksFrom(country, from, weeks).at(-1)!) },
          refused,
          ordersToFit: refused === 'too-long' ? ordersToFit(wanted) : null,
        }
      }),
    )
  return { ...known, ordersPerWeek, noise, most, options }
}
