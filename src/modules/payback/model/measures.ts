import type { PaybackMonth } from '#contract/payback.ts'
import type { Aim } from '#contract/workspace.ts'
import { isAskable, type CreditedOrder } from './credit.ts'
import { soWhatOfMeasure } from './so-what.ts'

type Measure = PaybackMonth['also']['measures'][number]
type Name = Measure['measure']

/** How many whole months before this one a target is taken from, at most. */
export const HISTORY = 12
/** From fewer months no habit can be told. */
const LEAST_HISTORY = 3
/** A good month, not the best one: three of four months were below it. */
const GOOD = 0.75

export interface SeenInMonth {
  visits: number
  whatsappOpened: number
}

/** What was seen in each month through all channels, the months in the order of the rows. */
export function seenByMonth(rows: readonly (SeenInMonth & { month: string })[]): Map<string, SeenInMonth> {
  const byMonth = new Map<string, SeenInMonth>()
  for (const { month, visits, whatsappOpened } of rows) {
    const seen = byMonth.get(month) ?? { visits: 0, whatsappOpened: 0 }
    byMonth.set(month, { visits: seen.visits + visits, whatsappOpened: seen.whatsappOpened + whatsappOpened })
  }
  return byMonth
}

export interface Seen {
  orders: readonly CreditedOrder[]
  /** Null where nothing was seen, or nothing could be asked. */
  hits: SeenInMonth | null
}

export interface SeenOver {
  now: Seen
  before: Seen | null
  /** The whole months before this one, at most `HISTORY` of them, the oldest first. */
  earlier: readonly Seen[]
}

const ofAim: Record<Aim, readonly Name[]> = {
  customers: ['new-buyers', 'returning-share'],
  awareness: ['visits', 'new-buyers'],
  leads: ['whatsapp-opened', 'told-by-people'],
  community: ['word-of-mouth-share', 'returning-share', 'told-by-people'],
}
const all: readonly Name[] = ['new-buyers', 'returning-share', 'told-by-people', 'word-of-mouth-share', 'whatsapp-opened', 'visits', 'found-us-answered']

/** *Apa lagi yang kembali*: what came back beside money, the chosen aim's measures first, and those with a target. */
export function measuresOf(aim: Aim | null, { now, before: then, earlier }: SeenOver): Measure[] {
  const first = aim ? ofAim[aim] : []
  return [...new Set([...first, ...all])].map((measure): Measure => {
    const value = read(measure, now)
    const before = then ? read(measure, then) : null
    const of = value.of !== null && before?.of != null ? { now: value.of, then: before.of } : null
    return {
      measure,
      value: value.value,
      before: before?.value ?? null,
      share: value.of !== null,
      ofAim: first.includes(measure),
      target: first.includes(measure) ? targetFrom(earlier.map((month) => read(measure, month).value)) : null,
      soWhat: soWhatOfMeasure(value.value, before?.value ?? null, of),
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
  return known[Math.ceil(GOOD * known.length) - 1]! || null
}

/**
 * A count (`of` null), or a share of `of`; a share of nothing is not known. A marketplace's baseline is left out: who
 * bought there cannot be asked, and nothing here brought them.
 */
function read(measure: Name, { orders: all, hits }: Seen): { value: number | null; of: number | null } {
  const orders = all.filter((order) => order.credit.channel !== null || isAskable(order))
  const count = (test: (order: CreditedOrder) => boolean) => orders.filter(test).length
  const share = (part: number, of: number) => ({ value: of > 0 ? part / of : null, of })
  const byPeople = count(({ said }) => said === 'word-of-mouth')
  const answered = count((order) => order.answered)
  switch (measure) {
    case 'new-buyers':
      return { value: count((order) => order.firstOfBuyer), of: null }
    case 'returning-share':
      return share(count((order) => !order.firstOfBuyer), orders.length)
    case 'told-by-people':
      return { value: byPeople, of: null }
    case 'word-of-mouth-share':
      return share(byPeople, answered)
    case 'found-us-answered':
      return share(answered, orders.length)
    case 'visits':
      return { value: hits && hits.visits, of: null }
    case 'whatsapp-opened':
      return { value: hits && hits.whatsappOpened, of: null }
  }
}
