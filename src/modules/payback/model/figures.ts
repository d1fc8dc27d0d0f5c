import type { Channel } from '#contract/channels.ts'
import type { Profit } from '#contract/payback.ts'
import type { CreditedOrder } from './credit.ts'
import { DRAWS, drawCell, joinDrawn, variationOf, type Drawn } from './draws.ts'
import type { Ledger } from './ledger.ts'
import { isNoise, priorOf, profitDraws, profitOf, type Missing } from './profit.ts'
import { shareAbove } from './quantiles.ts'
import { randomOf } from './random.ts'
import { evidenceOf, missingIn } from './sums.ts'

/** Who a figure is about: the whole shop, or one line of it (null: hours and costs of no one channel). */
export type About = 'shop' | Channel | null

export interface Figures {
  profit(month: string, about: About): Profit
  /** From the first month up to and with this one. */
  cumulated(month: string, about: About): Profit
  /** The first month in which the cumulated profit is above 0 in half the draws; null while there is none, or it can't be told. */
  breakEven(about: About): string | null
  /** Whether the difference to the month before lies within chance; null where there is none, or it can't be told. */
  change(month: string): { amount: number; noise: boolean } | null
}

interface Known {
  drawn: Drawn
  missing: Missing
}

/** The ledger's figures with their intervals. Draws are made once a cell, from a seed that is the cell's own. */
export function figuresOf(ledger: Ledger, seed: string, draws: number = DRAWS): Figures {
  const prior = priorOf(seed, draws)
  // Where two months are compared, each has half an order of its own.
  const otherPrior = priorOf(`${seed} other`, draws)
  const pools = poolsOf(ledger)
  const variations = new Map([...pools].map(([month, pool]) => [month, variationOf(pool)]))

  const cells = keep((month: string, about: Channel | null): Known => {
    const cell = ledger.cell(month, about)
    const evidence = evidenceOf(cell, variations.get(month)!)
    return { drawn: drawCell(evidence, randomOf(`${seed} ${month} ${about}`), draws), missing: missingIn([cell]) }
  })
  const together = (known: readonly Known[]): Known => ({
    drawn: joinDrawn(known.map(({ drawn }) => drawn), draws),
    missing: sumMissing(known.map(({ missing }) => missing)),
  })
  const lines: readonly (Channel | null)[] = [...ledger.channels, null]
  const monthOf = keep((month: string, about: About): Known =>
    about === 'shop' ? together(lines.map((line) => monthOf(month, line))) : cells(month, about),
  )
  const upTo = keep((month: string, about: About): Known => {
    const before = ledger.months[ledger.months.indexOf(month) - 1]
    return before === undefined ? monthOf(month, about) : together([upTo(before, about), monthOf(month, about)])
  })
  const toldProfit = (known: Known, month: string) => profitOf(known.drawn, pools.get(month)!, prior, known.missing)
  const isTold = ({ missing }: Known) => missing.orders === 0 && missing.minutes === 0
  const drawsOf = (known: Known, month: string) => profitDraws(known.drawn, pools.get(month)!, prior)

  return {
    profit: keep((month, about) => toldProfit(monthOf(month, about), month)),
    cumulated: keep((month, about) => toldProfit(upTo(month, about), month)),
    breakEven: (about) => {
      for (const month of ledger.months) {
        const known = upTo(month, about)
        if (!isTold(known)) return null
        if (known.drawn.orders > 0 && shareAbove(drawsOf(known, month), 0) >= 0.5) return month
      }
      return null
    },
    change: (month) => {
      const before = ledger.months[ledger.months.indexOf(month) - 1]
      if (before === undefined) return null
      const [now, then] = [monthOf(month, 'shop'), monthOf(before, 'shop')]
      if (!isTold(now) || !isTold(then) || isEmpty(then.drawn) || isEmpty(now.drawn)) return null
      const earlier = profitDraws(then.drawn, pools.get(before)!, otherPrior)
      return { amount: pointOf(now.drawn) - pointOf(then.drawn), noise: isNoise(drawsOf(now, month), earlier) }
    },
  }
}

const pointOf = ({ margin, hoursCost, costs }: Drawn) => margin - hoursCost - costs
const isEmpty = ({ orders, hoursCost, costs }: Drawn) => orders === 0 && hoursCost === 0 && costs === 0

/** The known margins up to each month: of credited orders, or of any while there are none. */
function poolsOf(ledger: Ledger): Map<string, readonly number[]> {
  const credited: number[] = []
  const stray: number[] = []
  const pools = new Map<string, readonly number[]>()
  for (const month of ledger.months) {
    for (const channel of ledger.channels) credited.push(...knownMargins(ledger.cell(month, channel).orders))
    stray.push(...knownMargins(ledger.unattributed(month)))
    pools.set(month, credited.length > 0 ? [...credited] : [...stray])
  }
  return pools
}

const knownMargins = (orders: readonly CreditedOrder[]) =>
  orders.flatMap(({ margin }) => (margin === null ? [] : [margin]))

const sumMissing = (all: readonly Missing[]): Missing => ({
  orders: all.reduce((sum, { orders }) => sum + orders, 0),
  minutes: all.reduce((sum, { minutes }) => sum + minutes, 0),
})

function keep<A extends string | null, T>(make: (month: string, about: A) => T): (month: string, about: A) => T {
  const kept = new Map<string, T>()
  return (month, about) => {
    const key = `${month} ${about}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(month, about)
    kept.set(key, made)
    return made
  }
}
