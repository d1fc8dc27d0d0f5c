import type { Profit, Verdict } from '#contract/payback.ts'
import { rememberedBy } from '#platform/remembered'
import { DRAWS, hoursDrawn, hoursOf, marginsDrawn, marginsOf, ordersDrawn, shopOf, type Evidence, type HoursEvidence, type Shop } from './draws.ts'
import { quantileAmong, shareAbove } from './quantiles.ts'
import { randomOf } from './random.ts'
import { scratch, scratched } from './scratch.ts'

const LOW = 0.05
const HIGH = 0.95

/** "Likely" from 80%, "can't tell" 20–80%, "not yet" below. */
export function verdictOf(chance: number): Verdict {
  if (chance >= 0.8) return 'likely'
  return chance >= 0.2 ? 'unsure' : 'not-yet'
}

/** What keeps a sum from being told. */
export interface Missing {
  orders: number
  minutes: number
}

export const isMissing = ({ orders, minutes }: Missing): boolean => orders > 0 || minutes > 0

export interface Drawing {
  /** The same seed gives the same figure: it must not flicker when nothing changed. */
  seed: string
  shop: Shop
  draws?: number
}

const NOTHING: Missing = { orders: 0, minutes: 0 }

interface Question {
  evidence: Evidence
  missing: Missing
  drawing: Drawing
}

/**
 * Figures of a process: a screen of fifteen months asks for a hundred, and an order noted changes a few. A figure hangs
 * on its question alone, so it never goes stale: what it is known by leaves nothing of the question out.
 */
const MOST_REMEMBERED = 5_000

const keyOf = (question: Question): string => JSON.stringify(question)

/**
 * A figure with its interval. The point is the ledger's own sum, exact; the interval stands round it: no point lies
 * outside, and none is narrower than the luck of the orders alone makes it.
 */
export const profitOf = (evidence: Evidence, missing: Missing, drawing: Drawing): Profit => profitRemembered({ evidence, missing, drawing })

const profitRemembered = rememberedBy(MOST_REMEMBERED, keyOf, (question: Question): Profit => scratched(() => profitDrawn(question)))

function profitDrawn({ evidence, missing, drawing }: Question): Profit {
  const known = pointOf(evidence)
  const estimated = evidence.margins.estimated.count
  const untold = { known, missing, estimated, interval: null, chance: null, ordersOnly: null }
  if (isMissing(missing)) return { ...untold, net: null, verdict: null }
  if (isEmpty(evidence)) return { ...untold, net: known, verdict: null }
  if (nothingCameBack(evidence, drawing)) return { ...untold, net: known, verdict: 'not-yet' }

  const { low, half, high, ordersOnly } = profitDraws(evidence, drawing)
  const chance = shareAbove(half, 0)
  const ordersChance = shareAbove(ordersOnly, 0)
  const alone = { low: Math.min(quantileAmong(ordersOnly, LOW), known), high: Math.max(quantileAmong(ordersOnly, HIGH), known) }
  return {
    net: known,
    known,
    missing,
    estimated,
    interval: {
      low: Math.floor(Math.min(quantileAmong(low, LOW), alone.low)),
      high: Math.ceil(Math.max(quantileAmong(high, HIGH), alone.high)),
    },
    chance,
    verdict: verdictOf(chance),
    ordersOnly: { low: Math.floor(alone.low), high: Math.ceil(alone.high), chance: ordersChance },
  }
}

/** The chance alone, in a third of the time. Null where nothing can be drawn. */
export function chanceOf(evidence: Evidence, drawing: Drawing): number | null {
  if (isEmpty(evidence) || nothingCameBack(evidence, drawing)) return null
  return chanceRemembered({ evidence, missing: NOTHING, drawing })
}

/** Nobody bought yet, anywhere, and visits earn less than was spent: what an order would leave is not known, but that nothing came back is. */
const nothingCameBack = (evidence: Evidence, { shop }: Drawing): boolean => evidence.margins.count === 0 && shop.meanMargin === null && pointOf(evidence) <= 0

const chanceRemembered = rememberedBy(MOST_REMEMBERED, keyOf, ({ evidence, drawing }: Question) => scratched(() => shareAbove(profitDraws(evidence, drawing, ['half']).half, 0)))

/** Whether 0 lies inside the 90% interval of the difference: an up and down that means nothing. */
export function isNoise(one: [Evidence, Drawing], other: [Evidence, Drawing]): boolean {
  return scratched(() => {
    const [first, second] = [one, other].map(([evidence, drawing]) => profitDraws(evidence, drawing, ['half']).half) as [Float64Array, Float64Array]
    for (let at = 0; at < first.length; at++) first[at]! -= second[at]!
    return quantileAmong(first, LOW) <= 0 && quantileAmong(first, HIGH) >= 0
  })
}

export const pointOf = ({ margins, hours, costs }: Evidence): number => margins.sum - hours.cost - costs
export const isEmpty = ({ margins, hours, costs }: Evidence): boolean => margins.count === 0 && costs === 0 && hours.cost === 0

/** One figure on its own, from its rows, of a shop that knows the margins of `pool`. */
export function profitInterval(
  { margins, estimated = [], hours, costs }: { margins: readonly number[]; estimated?: readonly number[]; hours: readonly HoursEvidence[]; costs: number },
  { seed, pool = margins, draws = DRAWS }: { seed: string; pool?: readonly number[]; draws?: number },
): Profit {
  return profitOf({ margins: marginsOf(margins, estimated), hours: hoursOf(hours), costs }, NOTHING, { seed, shop: shopOf(marginsOf(pool)), draws })
}

type Column = 'low' | 'half' | 'high' | 'ordersOnly'
const unseen = { low: 0, half: 0.5, high: 1 } as const

/**
 * *Full mode*: orders, their margins and the hours are all uncertain. The chance comes from Gamma(n + ½) orders; the
 * bounds from n and from n + 1, so that 90% are 90% with three orders as well as with fifty.
 * *Orders-only mode*: Gamma(n + ½) orders, each leaving what this figure's left on average; hours and costs exact.
 */
function profitDraws(evidence: Evidence, { seed, shop, draws = DRAWS }: Drawing, columns: readonly Column[] = ['low', 'half', 'high', 'ordersOnly']) {
  const { margins, hours, costs } = evidence
  const random = randomOf(seed)
  const orders = ordersDrawn(margins.count, random, draws)
  const margin = marginsDrawn(margins, shop, random, draws)
  const spent = hoursDrawn(hours, random, draws)
  const each = margins.count > 0 ? margins.sum / margins.count : (shop.meanMargin ?? 0)
  const exact = hours.cost + costs
  const drawn = {} as Record<Column, Float64Array>
  // Loops: a typed array's own `map` takes several times as long, and a figure has a dozen of these.
  for (const column of columns) {
    const values = (drawn[column] = scratch(draws))
    const counts = orders(column === 'ordersOnly' ? 0.5 : unseen[column])
    if (column === 'ordersOnly') for (let at = 0; at < draws; at++) values[at] = counts[at]! * each - exact
    else for (let at = 0; at < draws; at++) values[at] = counts[at]! * margin[at]! - spent[at]! - costs
  }
  return drawn
}
