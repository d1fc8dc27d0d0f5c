import type { Channel } from '#contract/channels.ts'
import type { ChannelLine, Profit, SoWhat } from '#contract/payback.ts'
import { isAskable, type CreditedOrder } from './credit.ts'
import { ordersToTell } from './orders-to-tell.ts'

// *Jadi apa?*: rules that turn a figure into what to do, or into "nothing follows". The sentences are the locales'.

type Figures = Pick<ChannelLine, 'orders' | 'hours' | 'costs'>

const say = (code: SoWhat['code'], values: SoWhat['values'] = {}): SoWhat => ({ code, values })

/** Below so many orders a worth per minute is an anecdote. */
const ENOUGH_FOR_WORTH = 20

export function soWhatOfProfit(profit: Profit, { orders, hours, costs }: Figures): SoWhat {
  if (profit.missing.orders > 0) return say('tell-margin', { orders: profit.missing.orders })
  if (profit.missing.minutes > 0) return say('tell-worth', { minutes: profit.missing.minutes })
  if (profit.verdict === null) return say('nothing-yet')
  if (profit.verdict === 'likely') {
    if (orders.count < ENOUGH_FOR_WORTH || hours.minutes < 60) return say('keep')
    return say('keep-worth', { minutes: 10, amount: rough((orders.marginKnown * 10) / hours.minutes) })
  }
  if (profit.verdict === 'unsure') {
    const wait = ordersToTell(profit.known, orders.count, orders.marginKnown)
    return wait === null ? say('wait-long') : say('wait-orders', { orders: wait })
  }
  const paid = costs.total - costs.return
  if (hours.minutes > 0 && hours.costKnown >= Math.max(paid, costs.return)) return say('halve-hours', { minutes: Math.round(hours.minutes / 2), amount: Math.round(hours.costKnown / 2) })
  return paid >= costs.return ? say('halve-costs', { amount: Math.round(paid / 2) }) : say('halve-returns', { amount: costs.return })
}

/** In a month in which nobody's time is on record a profit pays back too easily: that is to be said first. */
export const soWhatWithoutHours = (profit: Profit, figures: Figures): SoWhat =>
  profit.verdict === 'likely' ? say('hours-none') : soWhatOfProfit(profit, figures)

/** What is said of the shop, unless hours would earn more elsewhere. */
export function soWhatOfShop(
  { profit, soWhat: told }: { profit: Profit; soWhat: SoWhat },
  channels: readonly (Figures & { channel: Channel; profit: Profit })[],
): SoWhat {
  if (profit.verdict === null) return told
  const from = channels.filter((line) => line.profit.verdict === 'not-yet' && line.hours.minutes > 0).sort((one, other) => other.hours.costKnown - one.hours.costKnown)[0]
  const to = channels.filter((line) => line.profit.verdict === 'likely' && line.orders.count >= 5 && line.hours.minutes >= 120).sort((one, other) => worthOf(other) - worthOf(one))[0]
  if (!from || !to) return told
  return say('move-hours', { channel: from.channel, other: to.channel, minutes: Math.round(from.hours.minutes / 2) })
}

const worthOf = ({ orders, hours }: Figures) => orders.marginKnown / Math.max(1, hours.minutes)

export const soWhatOfChange = (amount: number, noise: boolean): SoWhat => {
  if (noise) return say('change-noise')
  return say(amount > 0 ? 'change-better' : 'change-worse', { amount: Math.abs(amount) })
}

/** "More time, more return?": within a tenth it is as much time; null for a difference that can't be told. */
export function soWhatOfYear(minutes: number, before: number, change: { amount: number; noise: boolean } | null): SoWhat {
  const better = change !== null && !change.noise && change.amount > 0
  const worse = change !== null && !change.noise && change.amount < 0
  if (minutes > before * 1.1) return say(better ? 'year-more-better' : 'year-more-same')
  if (minutes >= before * 0.9) return say('year-same')
  return say(better ? 'year-less-better' : worse ? 'year-less-worse' : 'year-less-same')
}

/** `strays`: orders that could have been asked and tell nothing; `differing`: where evidence and the buyer's word part. */
export function soWhatOfOrders(count: number, strays: number, differing: number): SoWhat {
  if (count + strays === 0) return say('nothing-yet')
  if (count === 0 || (strays >= 5 && strays > 0.3 * (count + strays))) return say('ask-found-us', { orders: strays })
  return differing > 0 ? say('tracked-said-differ', { orders: differing }) : say('orders-fine')
}

/** Of orders with neither touch nor answer: only those that could have been asked leave something to do. */
export const soWhatOfStrays = (askable: number): SoWhat => (askable > 0 ? say('ask-found-us', { orders: askable }) : say('strays-fine'))

/**
 * Where only orders without a trace are on record it is not true that nothing was noted, nor is it time to cut anything before their
 * buyers were asked. `traced`: how many orders were told of.
 */
export function unlessStrays(told: SoWhat, strays: readonly CreditedOrder[], traced: number): SoWhat {
  const askable = strays.filter(isAskable).length
  return strays.length > 0 && (told.code === 'nothing-yet' || (traced === 0 && askable > 0)) ? soWhatOfStrays(askable) : told
}

/** Against what everyone who worked had set aside: `boxOf` says a member's minutes. */
export function soWhatOfHours({ orders, hours }: Figures, boxOf: (memberId: string) => number): SoWhat {
  if (hours.minutes === 0) return say(orders.count > 0 ? 'hours-none' : 'nothing-yet')
  if (hours.cost === null) return say('tell-worth', { minutes: hours.members.reduce((sum, member) => sum + (member.cost === null ? member.minutes : 0), 0) })
  const people = new Set(hours.members.map(({ memberId }) => memberId))
  const box = [...people].reduce((sum, memberId) => sum + boxOf(memberId), 0)
  const over = hours.minutes - box
  return over > 0 ? say('hours-over', { minutes: over, box }) : say('hours-fine', { box })
}

export function soWhatOfCosts({ orders, costs }: Figures): SoWhat {
  // What returns cost is a row of its own, with what to do about it.
  const paid = costs.total - costs.return
  if (paid === 0) return say('costs-none')
  if (orders.marginKnown <= 0) return say('costs-alone')
  const share = paid / orders.marginKnown
  return say(share > 0.25 ? 'costs-heavy' : 'costs-fine', { share })
}

export function soWhatOfMargin({ orders }: Figures): SoWhat {
  if (orders.count === 0) return say('nothing-yet')
  if (orders.margin === null) return say('tell-margin', { orders: orders.marginMissing })
  const share = orders.revenue > 0 ? orders.margin / orders.revenue : 0
  return say(share < 0.2 ? 'margin-thin' : 'margin-fine', { share })
}

/** `orders`: those of channels that brought visits. */
export function soWhatOfVisits(visits: number | null, orders: number): SoWhat {
  if (!visits) return say('visits-unseen')
  if (visits < 30) return say('conversion-few', { count: visits })
  if (visits >= 100 && orders === 0) return say('conversion-dead-end', { count: visits })
  return say('conversion-fine', { share: Math.min(1, orders / visits) })
}

/** `lately`: the net of the last months, at most three. */
export function soWhatOfCumulated(cumulated: Profit, breakEven: string | null, lately: readonly (number | null)[]): SoWhat {
  if (cumulated.missing.orders > 0) return say('tell-margin', { orders: cumulated.missing.orders })
  if (cumulated.missing.minutes > 0) return say('tell-worth', { minutes: cumulated.missing.minutes })
  if (cumulated.net === null || cumulated.verdict === null) return say('nothing-yet')
  if (breakEven && cumulated.net > 0) return say(cumulated.verdict === 'unsure' ? 'paid-back-perhaps' : 'paid-back', { amount: cumulated.net })
  const left = -cumulated.net
  const pace = lately.reduce<number>((sum, net) => sum + (net ?? 0), 0) / Math.max(1, lately.length)
  const months = pace > 0 ? Math.max(1, Math.ceil(left / pace)) : Infinity
  return months <= 36 ? say('paid-back-at-this-pace', { amount: Math.max(0, left), months }) : say('paid-back-not-in-sight', { amount: Math.max(0, left) })
}

/** `variance`: what chance alone gives their difference. What lies within it is "the same". */
export function soWhatOfMeasure(value: number | null, before: number | null, variance: number): SoWhat {
  if (value === null) return say('measure-unknown')
  if (before === null) return say('measure-first')
  const difference = value - before
  if (Math.abs(difference) <= 1.645 * Math.sqrt(variance)) return say('measure-same')
  return say(difference > 0 ? 'measure-up' : 'measure-down')
}

/** Two figures that matter: what is said with "about" must not look exact. */
const rough = (amount: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(amount)))) - 1)
  return Math.round(amount / step) * step
}
