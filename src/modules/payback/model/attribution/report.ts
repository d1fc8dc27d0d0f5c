import type { AttributionSpan, LineChannel, ModelName } from '#contract/attribution.ts'
import type { Channel } from '#contract/channels.ts'
import { total } from '../draws.ts'
import { randomOf } from '../random.ts'
import { wholeParts } from '../whole-parts.ts'
import { bootstrap } from './bootstrap.ts'
import { DEFAULT_MODEL, gateOf, gates } from './gates.ts'
import { journeysOf, sizeOf, type Journey } from './journeys.ts'
import { mergeSmall, OTHERS } from './merge-small.ts'
import { creditsBy } from './models.ts'
import { byCode, pathOf, pathsToNothing, type OrderEvidence, type VisitBefore } from './paths.ts'
import { reconcile, wordOfMouthUnseen } from './reconcile.ts'

export interface SpanEvidence {
  from: string
  to: string
  orders: readonly OrderEvidence[]
  /** Null where the stream of hits can't be asked. */
  visits: { ofOrders: readonly VisitBefore[]; toNothing: readonly { channels: readonly Channel[]; visitors: number }[] } | null
  /** The same seed, the same ranges. */
  seed: string
}

/** One span by every way of counting that its orders carry. */
export function attributionReport({ from, to, orders, visits, seed }: SpanEvidence): AttributionSpan {
  const visitsBefore = byCode(visits?.ofOrders ?? [])
  const paths = orders.map((order) => pathOf(order, visitsBefore)).filter((path) => path !== null)
  const toNothing = pathsToNothing(visits?.toNothing ?? [], paths)
  const { journeys: named, merged } = mergeSmall([...paths.map(({ journey }) => journey), ...toNothing])
  const journeys = journeysOf(named)
  const size = sizeOf(journeys)
  const { models: carried, ordersToNext } = gateOf(size)
  // A chain of journeys that all end with an order tells nothing of what they would lose.
  const models = visits === null ? carried.filter((name) => name !== 'markov') : carried

  const lines = linesOf(journeys, models, { seed, merged })
  const apart = disagreements(named)
  const told = paths.map((path) => path.told)
  const made = reconcile(told, { random: randomOf(`${seed} reconciled`) })
  const unseen = wordOfMouthUnseen(told)
  const byPlace = Map.groupBy(paths.filter(({ byPlaceOnly }) => byPlaceOnly), ({ journey }) => journey.touches[0]!.channel)
  const next = ordersToNext === null ? null : { orders: ordersToNext, models: gates.find((gate) => gate.models.length > carried.length)!.models.filter((name) => !carried.includes(name as never)) }
  return {
    from,
    to,
    orders: { counted: size.conversions, placeOnly: total([...byPlace.values()].map((orders) => orders.length)), traceless: orders.length - paths.length },
    touches: size.touches,
    visitorsWithoutOrder: visits === null ? null : toNothing.reduce((sum, { nulls }) => sum + nulls, 0),
    models: [...models],
    next,
    lines: lines.map((line) => ({ ...line, differs: apart.get(line.channel)?.differs ?? false })),
    counts: made.lines.map(({ channel, tracked, said, orders: count, low, high }) => ({
      channel: channel as Channel,
      tracked,
      said,
      reconciled: models.length === 0 ? null : { orders: count, low, high },
    })),
    confusion: { ...made.confusion, channels: made.confusion.channels as Channel[], weight: made.weight },
    wordOfMouth: { orders: unseen.orders, tracked: unseen.tracked as { channel: Channel; orders: number }[] },
    // Where something was closed is no channel to do more of.
    soWhat: soWhatOf({ lines: lines.filter(({ channel, credits: [byDefault] }) => byDefault!.orders !== byPlace.get(channel)?.length), apart, conversions: size.conversions, models, next, unseen: unseen.orders }),
  }
}

type Line = Omit<AttributionSpan['lines'][number], 'differs'>

/** The channel with most orders by default first, "others" last. */
function linesOf(journeys: ReturnType<typeof journeysOf>, models: readonly ModelName[], { seed, merged }: { seed: string; merged: readonly string[] }): Line[] {
  if (models.length === 0) return []
  const conversions = sizeOf(journeys).conversions
  const value = journeys.values.reduce((sum, worth) => sum + worth, 0)
  const credits = creditsBy(journeys, models)
  const ranges = bootstrap(journeys, models, { random: randomOf(`${seed} ranges`) })
  const values = Object.fromEntries(models.map((name) => [name, wholeParts(value, [...credits[name].values])]))
  const lines = journeys.channels.map((channel, index) => ({
    channel: channel as LineChannel,
    merged: channel === OTHERS ? ([...merged].sort() as Channel[]) : [],
    credits: models.map((model) => ({
      model,
      orders: credits[model].conversions[index]!,
      low: ranges[model][index]!.low * conversions,
      high: ranges[model][index]!.high * conversions,
      value: values[model]![index]!,
    })),
  }))
  const byDefault = ({ credits: [first] }: Line) => first!.orders
  return lines
    .filter((line) => line.credits.some(({ orders }) => orders > 0))
    .sort((one, other) => Number(one.channel === OTHERS) - Number(other.channel === OTHERS) || byDefault(other) - byDefault(one) || (one.channel < other.channel ? -1 : 1))
}

interface Apart {
  first: number
  last: number
  differs: boolean
  /** Which channel most often ends what this one begins. */
  endsWith: string | null
}

/**
 * For each channel how many orders it began and another ended, and the other way round. The same orders counted twice
 * are a pair, so the difference is tested as one (McNemar 1947): more than chance above 1.645 of its deviation.
 */
function disagreements(journeys: readonly Journey[]): Map<string, Apart> {
  const apart = new Map<string, { first: number; last: number; ends: Map<string, number> }>()
  const of = (channel: string) => {
    const kept = apart.get(channel) ?? { first: 0, last: 0, ends: new Map<string, number>() }
    apart.set(channel, kept)
    return kept
  }
  for (const { touches, conversions } of journeys) {
    const first = touches[0]!.channel
    const last = (touches.findLast(({ channel }) => channel !== 'direct') ?? touches.at(-1)!).channel
    if (first === last || conversions === 0) continue
    of(first).first += conversions
    of(last).last += conversions
    of(first).ends.set(last, (of(first).ends.get(last) ?? 0) + conversions)
  }
  return new Map(
    [...apart].map(([channel, { first, last, ends }]) => [
      channel,
      { first, last, differs: Math.abs(first - last) > 1.645 * Math.sqrt(first + last), endsWith: [...ends].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null },
    ]),
  )
}

/** Fewer buyers than this who name a friend where the track says otherwise are no finding. */
const FEWEST_UNSEEN = 3

function soWhatOf(seen: {
  lines: readonly Line[]
  apart: ReadonlyMap<string, Apart>
  conversions: number
  models: readonly ModelName[]
  next: AttributionSpan['next']
  unseen: number
}): AttributionSpan['soWhat'] {
  const { lines, apart, conversions, models, next, unseen } = seen
  if (conversions === 0) return { code: 'nothing', values: {} }
  if (models.length === 0) return { code: 'few', values: { orders: next!.orders } }
  const named = lines.filter((line): line is Line & { channel: Channel } => line.channel !== OTHERS)
  const top = (model: ModelName) => named.toSorted((one, other) => creditOf(other, model) - creditOf(one, model))[0]?.channel
  const leader = top(DEFAULT_MODEL)
  const rival = models.map(top).find((channel) => channel !== leader)
  if (leader && rival) return { code: 'top-changes', values: { channel: leader, other: rival } }
  const opener = named
    .map(({ channel }) => ({ channel, ...apart.get(channel) }))
    .filter(({ differs, first = 0, last = 0, endsWith }) => differs && first > last && endsWith !== OTHERS)
    .sort((one, other) => other.first! - other.last! - (one.first! - one.last!))[0]
  if (opener) return { code: 'opens', values: { channel: opener.channel, other: opener.endsWith as Channel, orders: opener.first! } }
  if (unseen >= FEWEST_UNSEEN) return { code: 'word-of-mouth', values: { orders: unseen } }
  return leader ? { code: 'same', values: { channel: leader } } : { code: 'nothing', values: {} }
}

const creditOf = (line: Line, model: ModelName) => line.credits.find((credit) => credit.model === model)!.orders
