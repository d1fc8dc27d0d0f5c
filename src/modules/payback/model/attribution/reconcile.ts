import { total } from '../draws.ts'
import { quantileOf } from '../quantiles.ts'
import type { Random } from '../random.ts'

/** What is known of how one order came: its tracked channel, whether a code of its own proves it, and the buyer's word. */
export interface Told {
  tracked: string | null
  hard: boolean
  said: string | null
}

export interface Reconciled {
  /** How many orders had a track or an answer: `orders` of all lines sum to it. */
  of: number
  lines: { channel: string; tracked: number; said: number; orders: number; low: number; high: number }[]
  confusion: Confusion
  /** What an answer weighs against the track of the same order. */
  weight: number
}

/** How often buyers whose channel a code proved (row) named which one (column), by the order of `channels`. */
export interface Confusion {
  channels: string[]
  counts: number[][]
  orders: number
}

/** Until so many orders have shown how far answers can be trusted, they weigh as much as tracks. */
export const PROVEN_ORDERS = 30
const WEIGHT = 0.5
const WARMING = 100

/**
 * What was tracked and what was said, made one, with 90% ranges: per order p = w·r + (1 − w)·t, where t is its tracked
 * channel and r its answer de-noised, and totals ~ Dirichlet(1 + Σp). An order with only one of them stands by that one.
 *
 * r follows from Bayes: the mix of channels × how buyers of each channel answer (`confusionOf`, each row under a
 * Dirichlet(1) prior, to which the channel itself brings as much as all channels together: until shown otherwise
 * every second answer is right). The mix and the rows are not known but drawn, in turn (Gibbs): rows, then each
 * order's channel from its p, then the mix from Dirichlet(1 + the orders of each). Orders with a track have a mix of
 * their own: word of mouth leaves few codes.
 * From 30 proven orders w = a / (1 + a), a being the share of proof that the de-noised answers hit.
 */
export function reconcile(told: readonly Told[], { random, draws = 400 }: { random: Random; draws?: number }): Reconciled {
  const known = told.filter(({ tracked, said }) => tracked !== null || said !== null)
  const channels = [...new Set(known.flatMap(({ tracked, said }) => [tracked, said]).filter((channel) => channel !== null))].sort()
  const cells = cellsOf(known, channels)
  const confusion = confusionOf(known, channels)
  const shares = channels.map(() => new Float64Array(draws))
  const mean = channels.map(() => 0)
  const even = channels.map(() => 1 / channels.length)
  let mixes = { tracked: even, untracked: even }
  let weights = 0

  for (let draw = -WARMING; draw < draws; draw++) {
    const answers = confusion.counts.map((row, channel) => random.dirichlet(row.map((count, named) => count + (named === channel ? channels.length : 1))))
    const weight = weightOf(confusion, answers, mixes.tracked)
    const orders = { tracked: channels.map(() => 1), untracked: channels.map(() => 1) }
    for (const cell of cells) {
      const of = cell.tracked === null ? 'untracked' : 'tracked'
      const p = chancesOf(cell, answers, mixes[of], weight)
      if (cell.said === null) orders[of][cell.tracked!]! += cell.count
      else addDrawn(orders[of], cell.count, p, random)
      if (draw >= 0) for (let channel = 0; channel < p.length; channel++) mean[channel]! += (cell.count * p[channel]!) / draws
    }
    mixes = { tracked: random.dirichlet(orders.tracked), untracked: random.dirichlet(orders.untracked) }
    if (draw < 0) continue
    weights += weight
    // Each of the two began with the prior's 1; the whole has it once.
    const mix = random.dirichlet(channels.map((_, channel) => orders.tracked[channel]! + orders.untracked[channel]! - 1))
    for (const [channel, share] of mix.entries()) shares[channel]![draw] = share
  }

  const lines = channels.map((channel, index) => {
    const sorted = shares[index]!.sort()
    return {
      channel,
      tracked: known.filter(({ tracked }) => tracked === channel).length,
      said: known.filter(({ said }) => said === channel).length,
      orders: mean[index]!,
      low: quantileOf(sorted, 0.05) * known.length,
      high: quantileOf(sorted, 0.95) * known.length,
    }
  })
  return { of: known.length, lines, confusion, weight: confusion.orders < PROVEN_ORDERS ? WEIGHT : weights / draws }
}

export function confusionOf(told: readonly Told[], channels: string[]): Confusion {
  const counts = channels.map(() => channels.map(() => 0))
  for (const { tracked, said, hard } of told) if (hard && tracked !== null && said !== null) counts[channels.indexOf(tracked)]![channels.indexOf(said)]!++
  return { channels, counts, orders: total(counts.map(total)) }
}

/** Orders of which the same is known, together; places among the channels. */
interface Cell {
  tracked: number | null
  said: number | null
  count: number
}

function cellsOf(known: readonly Told[], channels: readonly string[]): Cell[] {
  const place = (channel: string | null) => (channel === null ? null : channels.indexOf(channel))
  const alike = Map.groupBy(known, ({ tracked, said }) => `${tracked} ${said}`)
  return [...alike.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, orders]) => ({
    tracked: place(orders[0]!.tracked),
    said: place(orders[0]!.said),
    count: orders.length,
  }))
}

function chancesOf({ tracked, said }: Cell, answers: readonly number[][], mix: readonly number[], weight: number): number[] {
  const certain = (channel: number) => (channel === tracked ? 1 : 0)
  if (said === null) return mix.map((_, channel) => certain(channel))
  const denoised = denoise(said, answers, mix)
  return tracked === null ? denoised : denoised.map((chance, channel) => weight * chance + (1 - weight) * certain(channel))
}

/** By which channel someone came who said this. */
function denoise(said: number, answers: readonly number[][], mix: readonly number[]): number[] {
  const joint = answers.map((row, channel) => mix[channel]! * row[said]!)
  const whole = total(joint)
  return joint.map((chance) => chance / whole)
}

function weightOf({ counts, orders }: Confusion, answers: readonly number[][], mix: readonly number[]): number {
  if (orders < PROVEN_ORDERS) return WEIGHT
  let hit = 0
  for (const said of counts.keys()) {
    const denoised = denoise(said, answers, mix)
    for (const [channel, row] of counts.entries()) hit += row[said]! * denoised[channel]!
  }
  return hit / (orders + hit)
}

/** Puts so many orders by chance among the channels: however many there are, in the time of some. */
function addDrawn(orders: number[], count: number, chances: readonly number[], random: Random): void {
  const last = chances.length - 1
  let left = count
  let rest = 1
  for (let place = 0; place < last && left > 0; place++) {
    const drawn = random.binomial(left, Math.min(1, chances[place]! / rest))
    orders[place]! += drawn
    left -= drawn
    rest = Math.max(Number.MIN_VALUE, rest - chances[place]!)
  }
  orders[last]! += left
}

/** "Said a friend, tracked something else": what word of mouth did and no trace shows. The most frequent track first. */
export function wordOfMouthUnseen(told: readonly Told[]): { orders: number; tracked: { channel: string; orders: number }[] } {
  const unseen = told.filter(({ said, tracked }) => said === 'word-of-mouth' && tracked !== null && tracked !== 'word-of-mouth')
  const tracked = [...Map.groupBy(unseen, (order) => order.tracked!)].map(([channel, orders]) => ({ channel, orders: orders.length }))
  return { orders: unseen.length, tracked: tracked.sort((one, other) => other.orders - one.orders || (one.channel < other.channel ? -1 : 1)) }
}
