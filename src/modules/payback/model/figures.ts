import type { Channel } from '#contract/channels.ts'
import type { Profit } from '#contract/payback.ts'
import { joined, joinedMargins, shopOf, type Evidence, type Shop } from './draws.ts'
import type { Cell, Ledger } from './ledger.ts'
import { chanceOf, isEmpty, isMissing, isNoise, pointOf, profitOf, type Drawing, type Missing } from './profit.ts'
import { evidenceOf, marginsOf, missingIn } from './sums.ts'

/** Who a figure is about: the whole shop, or one line of it (null: hours and costs of no one channel). */
export type About = 'shop' | Channel | null

export interface Figures {
  profit(month: string, about: About): Profit
  /** From the opening balance and the first month up to and with this one. */
  cumulated(month: string, about: About): Profit
  /** The first month in which the cumulated profit is above 0 in half the draws; null while there is none, or it can't be told. */
  breakEven(about: About): string | null
  /** Whether the difference to an earlier month lies within chance; null where there is none, or it can't be told. */
  change(month: string, before: string | undefined): { amount: number; noise: boolean } | null
}

interface Summed {
  evidence: Evidence
  missing: Missing
}

/** The ledger's figures with their intervals, each made when it is first asked for, from a seed that is its own. */
export function figuresOf(ledger: Ledger, seed: string, draws?: number): Figures {
  const shops = shopsOf(ledger)
  const lines = (about: About): readonly (Channel | null)[] => (about === 'shop' ? [...ledger.channels, null] : [about])
  const cellsOf = (months: readonly string[], about: About): Cell[] => months.flatMap((month) => lines(about).map((line) => ledger.cell(month, line)))
  const upTo = (month: string) => ledger.months.slice(0, ledger.months.indexOf(month) + 1)
  const drawing = (months: readonly string[], about: About): Drawing => {
    const month = months.at(-1)!
    return { seed: `${seed} ${months[0]} ${month} ${about}`, shop: shops.get(month)!, draws }
  }
  const summed = (cells: readonly Cell[], within?: (month: string) => boolean): Summed => ({ evidence: evidenceOf(cells), missing: missingIn(cells, within) })
  const figure = ({ evidence, missing }: Summed, months: readonly string[], about: About): Profit => profitOf(evidence, missing, drawing(months, about))
  // Each month is added to what was summed up before it: from the first cell on, three years are some twenty thousand cells.
  const since = keep((month: string, about: About): Summed => {
    const before = ledger.months[ledger.months.indexOf(month) - 1]
    const parts = [before === undefined ? summed(lines(about).map((line) => ledger.opening(line))) : since(before, about), summed(cellsOf([month], about), () => true)]
    const missing = (of: keyof Missing) => parts.reduce((sum, part) => sum + part.missing[of], 0)
    return { evidence: joined(parts.map(({ evidence }) => evidence)), missing: { orders: missing('orders'), minutes: missing('minutes') } }
  })

  return {
    profit: keep((month, about) => figure(summed(cellsOf([month], about)), [month], about)),
    cumulated: keep((month, about) => figure(since(month, about), upTo(month), about)),
    breakEven: keepBy((about: About) => String(about), (about) => {
      for (const month of ledger.months) {
        const { evidence, missing } = since(month, about)
        if (isMissing(missing)) return null
        // More than an order's margin below 0 no median of the draws is above: nothing to draw.
        if ((evidence.margins.count === 0 && pointOf(evidence) <= 0) || pointOf(evidence) < -Math.abs(shops.get(month)!.meanMargin ?? 0)) continue
        if ((chanceOf(evidence, drawing(upTo(month), about)) ?? 0) >= 0.5) return month
      }
      return null
    }),
    change: (month, before) => {
      if (before === undefined || !ledger.months.includes(before)) return null
      const [now, then] = [month, before].map((each) => cellsOf([each], 'shop')) as [Cell[], Cell[]]
      if (isMissing(missingIn([...now, ...then]))) return null
      const [later, earlier] = [evidenceOf(now), evidenceOf(then)]
      if ([later, earlier].some((evidence) => isEmpty(evidence)) || !shops.get(month)!.meanMargin) return null
      const noise = isNoise([later, drawing([month], 'shop')], [earlier, { ...drawing([before], 'shop'), shop: shops.get(month)! }])
      return { amount: pointOf(later) - pointOf(earlier), noise }
    },
  }
}

/** What the shop knew of its margins at each month's end: of credited orders, or of any while there are none. */
export function shopsOf(ledger: Ledger): Map<string, Shop> {
  let credited = marginsOf([])
  let stray = marginsOf([])
  return new Map(
    ledger.months.map((month) => {
      credited = joinedMargins([credited, ...ledger.channels.map((channel) => marginsOf(ledger.cell(month, channel).orders))])
      stray = joinedMargins([stray, marginsOf(ledger.unattributed(month))])
      return [month, shopOf(credited.count > 0 ? credited : stray)]
    }),
  )
}

const keep = <A extends string | null, T>(make: (month: string, about: A) => T) => keepBy((month: string, about: A) => `${month} ${about}`, make)

function keepBy<Args extends unknown[], T>(keyOf: (...args: Args) => string, make: (...args: Args) => T): (...args: Args) => T {
  const kept = new Map<string, T>()
  return (...args) => {
    const key = keyOf(...args)
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(...args)
    kept.set(key, made)
    return made
  }
}
