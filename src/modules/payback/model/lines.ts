import type { Correction } from '#contract/ledger.ts'
import type { CutLine, PaybackLines, Cut } from '#contract/payback-lines.ts'
import type { CreditedOrder } from './credit.ts'
import { shopsOf, type Figures } from './figures.ts'
import type { Cell, Ledger } from './ledger.ts'
import { profitOf } from './profit.ts'
import { evidenceOf, missingIn, sumsOf } from './sums.ts'

/** To what the rows of a month belong, in one cut; null: to none. */
export interface Keys {
  /** `won`: the order counts for what won its buyer. */
  ofOrder(id: string, won: boolean): string | null
  ofCost(cost: Pick<Cell['costs'][number], 'id' | 'reward'>): string | null
  /** Null where it is there no more. */
  nameOf(key: string): string | null
}

interface LinesAsked {
  month: string
  cut: Cut
  ledger: Ledger
  figures: Figures
  keys: Keys
  /** The shop's own. */
  seed: string
}

/**
 * The cells of a month parted by key: each row stands in exactly one part, so the parts sum to the whole. Minutes and
 * visits that earn are known by channel alone, and belong to none.
 */
export function partsOf({ month, ledger, keys }: Pick<LinesAsked, 'month' | 'ledger' | 'keys'>): Map<string | null, Cell[]> {
  const parts = new Map<string | null, Cell[]>([[null, []]])
  const keyOfOrder = ({ id, credit }: CreditedOrder) => keys.ofOrder(id, credit.by === 'won')
  const keyOfCost = ({ order, ...cost }: Cell['costs'][number]) => (order ? keys.ofOrder(cost.id, order.won) : keys.ofCost(cost))
  const keyOfCorrection = correctionKeys(ledger, keys)
  for (const channel of [...ledger.channels, null]) {
    const cell = ledger.cell(month, channel)
    const [orders, costs, corrections] = [Map.groupBy(cell.orders, keyOfOrder), Map.groupBy(cell.costs, keyOfCost), Map.groupBy(cell.corrections, keyOfCorrection)]
    for (const key of new Set([null, ...orders.keys(), ...costs.keys(), ...corrections.keys()])) {
      const part = {
        ...cell,
        orders: orders.get(key) ?? [],
        costs: costs.get(key) ?? [],
        corrections: corrections.get(key) ?? [],
        minutes: key === null ? cell.minutes : [],
        traffic: key === null ? cell.traffic : [],
      }
      parts.set(key, [...(parts.get(key) ?? []), part])
    }
  }
  return parts
}

/** A correction belongs where the row that it corrects does. */
function correctionKeys(ledger: Ledger, keys: Keys): (correction: Correction) => string | null {
  const rows = (month: string) => [...ledger.rowsNow(month).orders, ...ledger.orders(month)]
  const costs = (month: string) => [...ledger.rowsNow(month).costs, ...[...ledger.channels, null].flatMap((channel) => ledger.cell(month, channel).costs)]
  return ({ kind, sourceId, concerns }) => {
    if (kind === 'order') {
      const back = costs(concerns).findLast(({ id, order }) => order && id === sourceId)?.order
      return keys.ofOrder(sourceId, back?.won ?? rows(concerns).findLast(({ id }) => id === sourceId)?.credit.by === 'won')
    }
    if (kind === 'cost') return keys.ofCost(costs(concerns).findLast(({ id }) => id === sourceId) ?? { id: sourceId })
    return null
  }
}

/** A month by campaign, post, placement or person: the same rows and sums as by channel. */
export function linesReport(asked: LinesAsked): PaybackLines {
  const { month, cut, ledger, figures, keys, seed } = asked
  const shop = shopsOf(ledger).get(month)!
  const lineOf = (key: string | null, cells: readonly Cell[], named: string): CutLine => ({
    key,
    name: key === null ? null : keys.nameOf(key),
    ...sumsOf(cells),
    profit: profitOf(evidenceOf(cells), missingIn(cells), { seed: `${seed} ${month} ${named}`, shop }),
  })
  const parts = partsOf(asked)
  const lines = [...parts].flatMap(([key, cells]) => (key === null ? [] : [lineOf(key, cells, `${cut} ${key}`)]))
  return {
    month,
    cut,
    lines: lines.sort((one, other) => other.profit.known - one.profit.known || (one.key! < other.key! ? -1 : 1)),
    none: lineOf(null, parts.get(null)!, `${cut} none`),
    total: { ...sumsOf([...ledger.channels, null].map((channel) => ledger.cell(month, channel))), profit: figures.profit(month, 'shop') },
  }
}
