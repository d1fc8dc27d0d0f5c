import type { PaybackMonth } from '#contract/payback.ts'
import { aims, type Aim } from '#contract/workspace.ts'
import { countVariance, shareVariance, sumVariance } from './counts.ts'
import { isAskable, type CreditedOrder } from './credit.ts'
import { total } from './draws.ts'
import type { LeadsKnown } from './leads.ts'
import { keyOfName } from './names.ts'
import type { OrdersSeen, Seen } from './seen.ts'
import { soWhatOfMeasure } from './so-what.ts'

type Measure = PaybackMonth['also']['measures'][number]
type Name = Measure['measure']

/** How many whole months before this one a target is taken from, at most. */
export const HISTORY = 12
/** From fewer months no habit can be told. */
const LEAST_HISTORY = 3
/** A good month, not the best one: three of four months were below it. */
const GOOD = 0.75

export interface SeenOver {
  now: Seen
  before: Seen | null
  /** The whole months before this one, at most `HISTORY` of them, the oldest first. */
  earlier: readonly Seen[]
}

/** A value, and the variance that chance alone gives it. */
interface Reading {
  value: number | null
  of?: number
  variance: number
}

interface MeasureOfOrders {
  unit: Measure['unit']
  rows: (orders: readonly CreditedOrder[], seen: OrdersSeen) => CreditedOrder[]
  read: (rows: readonly CreditedOrder[], orders: readonly CreditedOrder[], seen: OrdersSeen) => Reading
}

const unknown: Reading = { value: null, variance: 0 }
const count = (value: number | null): Reading => (value === null ? unknown : { value, variance: countVariance(value) })
/** A share of nothing is not known. */
const share = (part: number, of: number): Reading => (of === 0 ? { ...unknown, of } : { value: part / of, of, variance: shareVariance(part, of) })
/** An unknown one makes the sum unknown. */
const sum = (amounts: readonly (number | null)[]): Reading =>
  amounts.includes(null) ? unknown : { value: total(amounts as number[]), variance: sumVariance(amounts as number[]) }

const byPeople = (orders: readonly CreditedOrder[]) => orders.filter(({ said }) => said === 'word-of-mouth')
const buyers = (orders: readonly CreditedOrder[]) => new Set(orders.flatMap(({ buyerKey }) => buyerKey ?? []))

const ofOrders = {
  'new-buyers': { unit: 'count', rows: (orders) => orders.filter(({ firstOfBuyer }) => firstOfBuyer), read: (rows) => count(rows.length) },
  'returning-share': { unit: 'share', rows: (orders) => orders.filter(({ firstOfBuyer }) => !firstOfBuyer), read: (rows, orders) => share(rows.length, orders.length) },
  'kept-share': {
    unit: 'share',
    rows: (orders, { lately }) => {
      const known = buyers(lately ?? [])
      return orders.filter(({ buyerKey }) => buyerKey !== null && known.has(buyerKey))
    },
    read: (rows, _orders, { lately }) => (lately === null ? unknown : share(buyers(rows).size, buyers(lately).size)),
  },
  'told-by-people': { unit: 'count', rows: byPeople, read: (rows) => count(rows.length) },
  'told-margin': { unit: 'amount', rows: byPeople, read: (rows) => sum(rows.map(({ margin }) => margin)) },
  'word-of-mouth-share': { unit: 'share', rows: byPeople, read: (rows, orders) => share(rows.length, orders.filter(({ answered }) => answered).length) },
  recommenders: {
    unit: 'count',
    rows: (orders, { named }) => orders.filter(({ id }) => named.has(id)),
    read: (rows, _orders, { named }) => count(new Set(rows.map(({ id }) => keyOfName(named.get(id)!))).size),
  },
  'found-us-answered': { unit: 'share', rows: (orders) => orders.filter(({ answered }) => answered), read: (rows, orders) => share(rows.length, orders.length) },
} satisfies Partial<Record<Name, MeasureOfOrders>>

export type OrderMeasure = keyof typeof ofOrders

/**
 * The orders a measure was read of. A marketplace's baseline is left out of all of them: who bought there cannot be
 * asked, and nothing here brought them.
 */
export function ordersMeasured(measure: OrderMeasure, seen: OrdersSeen): CreditedOrder[] {
  return ofOrders[measure].rows(brought(seen.orders), seen)
}

const brought = (orders: readonly CreditedOrder[]) => orders.filter((order) => order.credit.channel !== null || isAskable(order))

/** The four aims' measures: what tells whether it comes about. */
const ofAim: Record<Aim, readonly Name[]> = {
  customers: ['new-buyers', 'returning-share', 'kept-share'],
  awareness: ['visits', 'friends-told', 'new-buyers', 'new-followers'],
  leads: ['leads', 'leads-won', 'whatsapp-opened', 'told-by-people', 'told-margin'],
  community: ['word-of-mouth-share', 'recommenders', 'returning-share', 'told-by-people'],
}
/** How well the others are known. */
const ofNone: readonly Name[] = ['found-us-answered']

/** *Apa lagi yang kembali*: what came back beside money, for each of the four aims, the chosen one's measures first. */
export function measuresOf(chosen: Aim | null, { now, before, earlier }: SeenOver): Measure[] {
  const inOrder = chosen ? [chosen, ...aims.filter((aim) => aim !== chosen)] : aims
  return [...new Set([...inOrder.flatMap((aim) => ofAim[aim]), ...ofNone])].map((measure): Measure => {
    const [reading, then] = [read(measure, now), before ? read(measure, before) : unknown]
    return {
      measure,
      value: reading.value,
      before: then.value,
      unit: unitOf(measure),
      of: reading.of || null,
      aims: aims.filter((aim) => ofAim[aim].includes(measure)),
      target: ofNone.includes(measure) ? null : targetFrom(earlier.map((month) => read(measure, month).value)),
      soWhat: soWhatOfMeasure(reading.value, then.value, reading.variance + then.variance),
    }
  })
}

/**
 * What the shop itself reached in a good month: the upper quartile of its earlier months, by nearest rank. Null from
 * fewer than three months in which it was known, and where it never was above nothing.
 */
export function targetFrom(history: readonly (number | null)[]): number | null {
  const known = history.filter((value) => value !== null).sort((a, b) => a - b)
  if (known.length < LEAST_HISTORY) return null
  const good = known[Math.ceil(GOOD * known.length) - 1]!
  return good > 0 ? good : null
}

const isOfOrders = (measure: Name): measure is OrderMeasure => Object.hasOwn(ofOrders, measure)

const unitOf = (measure: Name): Measure['unit'] => (isOfOrders(measure) ? ofOrders[measure].unit : measure === 'leads-won' ? 'share' : 'count')

function read(measure: Name, seen: Seen): Reading {
  if (isOfOrders(measure)) return ofOrders[measure].read(ordersMeasured(measure, seen), brought(seen.orders), seen)
  switch (measure) {
    case 'visits':
      return count(seen.hits && seen.hits.visits)
    case 'whatsapp-opened':
      return count(seen.hits && seen.hits.whatsappOpened)
    case 'new-followers':
      return count(seen.newFollowers)
    case 'friends-told':
      return count(seen.friendsTold)
    case 'leads':
      return count(seen.leads && seen.leads.length)
    case 'leads-won':
      return leadsWon(seen.leads ?? [])
  }
}

/** Of those whose time is over: of a younger one it is not known what comes of it, even where it was quick to buy. */
function leadsWon(leads: LeadsKnown['leads']): Reading {
  const over = leads.filter((lead) => lead.over)
  return share(over.filter(({ state }) => state === 'won').length, over.length)
}
