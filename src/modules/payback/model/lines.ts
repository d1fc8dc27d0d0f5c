import type { Correction } from '#contract/ledger.ts'
import type { Cut, CutLine, MonthsTold, PaybackLines } from '#contract/payback-lines.ts'
import type { CreditedOrder } from './credit.ts'
import { total } from './draws.ts'
import { shopsOf, type Figures } from './figures.ts'
import type { PricedMinutes } from './hours-worth.ts'
import type { Cell, Ledger } from './ledger.ts'
import { profitOf } from './profit.ts'
import { evidenceOf, missingIn, sumsOf } from './sums.ts'
import { wholeParts } from './whole-parts.ts'

/** To what the rows of some months belong, in one cut; null: to none. */
export interface Keys {
  /** `won`: the order counts for what won its buyer. */
  ofOrder(id: string, won: boolean): string | null
  ofCost(cost: Pick<Cell['costs'][number], 'id' | 'reward'>): string | null
  /** What of an entry's minutes belongs to whom, by shares of at most 1 in all; the rest belongs to none. */
  ofMinutes(id: string): readonly { key: string; share: number }[]
  /** Null where it is there no more. */
  nameOf(key: string): string | null
}

/** Months that are told together: `opening`: with what had gone in before the first one. */
export interface Told {
  months: readonly string[]
  opening: boolean
}

interface LinesAsked {
  told: Told
  cut: Cut
  ledger: Ledger
  figures: Figures
  keys: Keys
  /** The shop's own. */
  seed: string
}

/** The months told, the last of them `month`; null where the ledger has no such month. */
export function monthsTold(ledger: Ledger, month: string, many: MonthsTold): Told | null {
  const at = ledger.months.indexOf(month)
  if (at < 0) return null
  return { months: many === 'all' ? ledger.months.slice(0, at + 1) : ledger.months.slice(Math.max(0, at + 1 - Number(many)), at + 1), opening: many === 'all' }
}

export const cellsTold = (ledger: Ledger, { months, opening }: Told): Cell[] => {
  const lines = [...ledger.channels, null]
  return [...(opening ? lines.map((line) => ledger.opening(line)) : []), ...months.flatMap((month) => lines.map((line) => ledger.cell(month, line)))]
}

/**
 * The cells of some months parted by key: each row stands in exactly one part, and minutes that were of several are split
 * over them in whole units, so the parts sum to the whole. Visits that earn are known by channel alone, and belong to none.
 */
export function partsOf({ told, ledger, keys }: Pick<LinesAsked, 'told' | 'ledger' | 'keys'>): Map<string | null, Cell[]> {
  const parts = new Map<string | null, Cell[]>([[null, []]])
  const keyOfOrder = ({ id, credit }: CreditedOrder) => keys.ofOrder(id, credit.by === 'won')
  const keyOfCost = ({ order, ...cost }: Cell['costs'][number]) => (order ? keys.ofOrder(cost.id, order.won) : keys.ofCost(cost))
  const keyOfCorrection = correctionKeys(ledger, keys)
  for (const cell of cellsTold(ledger, told)) {
    const [orders, costs] = [Map.groupBy(cell.orders, keyOfOrder), Map.groupBy(cell.costs, keyOfCost)]
    const corrections = Map.groupBy(cell.corrections.flatMap((one) => (one.kind === 'hours' ? splitCorrection(one, keys.ofMinutes(one.sourceId)) : [{ key: keyOfCorrection(one), correction: one }])), ({ key }) => key)
    const minutes = Map.groupBy(cell.minutes.flatMap((row) => splitMinutes(row, keys.ofMinutes(row.id))), ({ key }) => key)
    for (const key of new Set([null, ...orders.keys(), ...costs.keys(), ...corrections.keys(), ...minutes.keys()])) {
      const part = {
        ...cell,
        orders: orders.get(key) ?? [],
        costs: costs.get(key) ?? [],
        corrections: (corrections.get(key) ?? []).map(({ correction }) => correction),
        minutes: (minutes.get(key) ?? []).map(({ row }) => row),
        traffic: key === null ? cell.traffic : [],
      }
      parts.set(key, [...(parts.get(key) ?? []), part])
    }
  }
  return parts
}

/** An entry's minutes, their price and their spread, in whole parts by key; what nobody has a share of belongs to none. */
function splitMinutes(row: PricedMinutes, shares: readonly { key: string; share: number }[]): { key: string | null; row: PricedMinutes }[] {
  if (shares.length === 0) return [{ key: null, row }]
  const { parts, weights, whole } = weighed(shares)
  const minutes = wholeParts(row.minutes, weights)
  const costs = row.cost === null ? null : wholeParts(row.cost, weights)
  return parts
    .map((key, at) => ({ key, row: { ...row, minutes: minutes[at]!, cost: costs && costs[at]!, spreadMinutes: (row.spreadMinutes * weights[at]!) / whole, wholeMinutes: row.minutes } }))
    .filter(({ row: { minutes, cost } }) => minutes > 0 || (cost ?? 0) > 0)
}

/** What is corrected of them likewise; what was not known of their price stays with the first. */
function splitCorrection(correction: Correction, shares: readonly { key: string; share: number }[]): { key: string | null; correction: Correction }[] {
  if (shares.length === 0) return [{ key: null, correction }]
  const { parts, weights } = weighed(shares)
  const amounts = wholeParts(correction.amount, weights)
  return parts.map((key, at) => ({ key, correction: { ...correction, amount: amounts[at]!, missing: at === 0 ? correction.missing : { orders: 0, minutes: 0 } } }))
}

/** Who has a share, each once, and none with the rest. */
function weighed(shares: readonly { key: string; share: number }[]): { parts: (string | null)[]; weights: number[]; whole: number } {
  const byKey = new Map<string | null, number>()
  for (const { key, share } of shares) byKey.set(key, (byKey.get(key) ?? 0) + share)
  const rest = 1 - total([...byKey.values()])
  // Seconds were added up: what is left of a whole one is nothing.
  if (rest > 1e-6) byKey.set(null, rest)
  return { parts: [...byKey.keys()], weights: [...byKey.values()], whole: total([...byKey.values()]) }
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

/** Some months by campaign, post, placement or person: the same rows and sums as by channel. */
export function linesReport(asked: LinesAsked): PaybackLines {
  const { told, cut, ledger, figures, keys, seed } = asked
  const [from, month] = [told.months[0]!, told.months.at(-1)!]
  const shop = shopsOf(ledger).get(month)!
  const profit = (cells: readonly Cell[], named: string) => profitOf(evidenceOf(cells), missingIn(cells), { seed: `${seed} ${from === month ? month : `${from} ${month}`} ${named}`, shop })
  const lineOf = (key: string | null, cells: readonly Cell[], named: string): CutLine => ({ key, name: key === null ? null : keys.nameOf(key), ...sumsOf(cells), profit: profit(cells, named) })
  const parts = partsOf(asked)
  const lines = [...parts].flatMap(([key, cells]) => (key === null ? [] : [lineOf(key, cells, `${cut} ${key}`)]))
  const all = cellsTold(ledger, told)
  return {
    month,
    from,
    cut,
    lines: lines.sort((one, other) => other.profit.known - one.profit.known || (one.key! < other.key! ? -1 : 1)),
    none: lineOf(null, parts.get(null)!, `${cut} none`),
    // The figures that Payback shows, where it shows them.
    total: { ...sumsOf(all), profit: told.opening ? figures.cumulated(month, 'shop') : from === month ? figures.profit(month, 'shop') : profit(all, 'all') },
  }
}
