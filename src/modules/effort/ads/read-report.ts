import type { Channel } from '#contract/channels.ts'
import { adNetworks, type AdNetwork } from '#contract/ads-reports.ts'
import { isMoney, LARGEST_AMOUNT, type Currency, type Money } from '#contract/values.ts'
import { addDays } from '#platform/clock'
import { refuse, type Refusal } from '#platform/refusal'
import { amountIn, cellOf, columnsOf, filledCell, HEADER_WITHIN, monthFirstIn, readCsv, textOf, timeIn, type Cell } from '#platform/sheets'
import { channelOfPlatform, columnsOfNetwork, isAll, isTotal, type AdField } from './networks.ts'

/** What a campaign's ad set cost on one day in one channel, in the smallest unit. */
export interface AdSpend {
  campaign: string
  /** Empty where the report stops at the campaign. */
  adSet: string
  day: string
  channel: Channel
  amount: number
}

export interface StoredAdsRowError {
  /** As a spreadsheet program shows it, from 1. */
  row: number
  column: string | null
  code: string
  values: Record<string, string>
}

export interface AdsReport {
  /** In which all its amounts are. */
  currency: Money
  network: AdNetwork
  /** The first and the last day that it tells of. */
  from: string
  to: string
  /** Rows read, and the sum of their spend. */
  rows: number
  sum: number
  /** What the report itself says it sums up to; null where it doesn't. */
  total: number | null
  /** Rows over several days, spread over them. */
  spreadRows: number
  /** Rows that sum up others, passed over. */
  sumRows: number
  /** One for each campaign, ad set, day and channel: a row for each ad is added to its ad set. */
  spends: AdSpend[]
  failedRows: number
  /** The first 200. */
  errors: StoredAdsRowError[]
}

export interface AdsReading {
  /** The shop's own, where the report names none. */
  currency: Currency
  /** In the shop's zone: nothing can have been spent after it. */
  today: string
  /** What a row of Meta's counts for where the report does not say on which platform it ran. */
  channel: Channel | null
}

export type AdsUnreadable = Refusal<
  | 'effort.ads-empty'
  | 'effort.ads-not-csv'
  | 'effort.ads-cut-off'
  | 'effort.ads-format-unknown'
  | 'effort.ads-no-days'
  | 'effort.ads-channel-needed'
  | 'effort.ads-other-currency'
  | 'effort.ads-too-many-rows'
  | 'effort.ads-unreadable'
>

const MOST_ERRORS = 200
/** Of spends, after rows were spread over their days: a year of 50 ad sets. */
const MOST_SPENDS = 20_000
/** A name is part of the key that a later report finds its rows by, and a key has room for so much. */
const MOST_NAME = 300

/** Reads the report of an ads manager, whole or not at all; rows without a meaning are told with their reason. */
export function readAdsReport(bytes: Uint8Array, reading: AdsReading): AdsReport | AdsUnreadable {
  const rows = readCsv(bytes)
  if (rows === 'not-text') return refuse('effort.ads-not-csv', { where: 'file' })
  if (rows === 'cut-off') return refuse('effort.ads-cut-off', { where: 'file' })
  const filled = rows.map((texts, index) => ({ number: index + 1, cells: texts.map(cellIn) })).filter(({ cells }) => cells.some((cell) => textOf(cell) !== ''))
  if (filled.length === 0) return refuse('effort.ads-empty', { where: 'file' })
  const header = headerOf(filled)
  if (!header) return refuse('effort.ads-format-unknown', { where: 'file' })
  const { network, of, names } = header
  if (!of.has('day') && !(of.has('from') && of.has('to'))) return refuse('effort.ads-no-days', { where: 'file' })
  const body = filled.filter(({ number }) => number > header.number)
  if (body.length === 0) return refuse('effort.ads-empty', { where: 'file' })
  // A last line that stops before its last column was cut in the middle.
  if (body.at(-1)!.cells.length < names.length) return refuse('effort.ads-cut-off', { where: 'file' })
  const named = currenciesIn(header, body)
  const [currency = reading.currency, second] = named
  if (second !== undefined || !isMoney(currency)) return refuse('effort.ads-other-currency', { where: 'file', values: { file: named.join(', ') } })

  const monthFirst = writesMonthFirst(body, of)
  const spends = new Map<string, AdSpend>()
  const errors: StoredAdsRowError[] = []
  const seen = { rows: 0, sum: 0, total: null as number | null, spreadRows: 0, sumRows: 0, failedRows: 0, from: '9', to: '' }

  for (const { number, cells } of body) {
    const at = (field: AdField) => filledCell(cells, of.get(field))
    const fail = (code: string, field: AdField) => {
      seen.failedRows++
      const column = of.get(field)?.[0]
      const value = textOf(at(field)).slice(0, 60)
      if (errors.length < MOST_ERRORS) errors.push({ row: number, column: column === undefined ? null : (names[column] ?? null), code, values: { value } })
    }
    const spent = amountIn(at('spent'), currency)
    const campaign = textOf(at('campaign'))
    if (isTotal(campaign) || (textOf(cells[0]) !== '' && isTotal(textOf(cells[0])))) {
      // One such row is the report's own sum; whatever else has no name would be lost unseen.
      if (seen.total === null && spent !== null) seen.total = spent ?? 0
      else fail('effort.ads-row-campaign', 'campaign')
      continue
    }
    // Broken down by day or platform, a row that names none sums up those that do.
    if ((of.has('day') && isAllIn(at('day'))) || (of.has('platform') && header.platforms && isAllIn(at('platform')))) {
      seen.sumRows++
      continue
    }
    if (spent === null || (spent ?? 0) > LARGEST_AMOUNT) {
      fail('effort.ads-row-amount', 'spent')
      continue
    }
    const from = dayOf(at(of.has('day') ? 'day' : 'from'), monthFirst)
    const ends = of.has('day') ? from : dayOf(at('to'), monthFirst)
    if (!from || !ends || ends < from) {
      fail('effort.ads-row-day', of.has('day') ? 'day' : from ? 'to' : 'from')
      continue
    }
    if (from > reading.today) {
      fail('effort.ads-row-ahead', of.has('day') ? 'day' : 'from')
      continue
    }
    const channel: Channel | null = network === 'tiktok' ? 'tiktok' : (channelOfPlatform(textOf(at('platform'))) ?? reading.channel)
    if (!channel) return refuse('effort.ads-channel-needed', { where: 'channel' })

    const days = daysBetween(from, ends > reading.today ? reading.today : ends)
    if (spends.size + days.length > MOST_SPENDS) return refuse('effort.ads-too-many-rows', { where: 'file', values: { most: MOST_SPENDS } })
    const adSet = textOf(at('adSet'))
    for (const [index, amount] of spreadEvenly(spent ?? 0, days.length).entries()) {
      const spend = { campaign: campaign.slice(0, MOST_NAME), adSet: adSet.slice(0, MOST_NAME), day: days[index]!, channel, amount }
      const key = spendKey(spend)
      const before = spends.get(key)?.amount ?? 0
      if (before + amount > LARGEST_AMOUNT) return refuse('effort.ads-unreadable', { where: 'file', values: { row: number } })
      spends.set(key, { ...spend, amount: before + amount })
    }
    seen.rows++
    seen.sum += spent ?? 0
    if (days.length > 1) seen.spreadRows++
    if (from < seen.from) seen.from = from
    if (days.at(-1)! > seen.to) seen.to = days.at(-1)!
  }
  if (seen.rows === 0) return errors[0] ? refuse('effort.ads-unreadable', { where: 'file', values: { row: errors[0].row } }) : refuse('effort.ads-empty', { where: 'file' })
  return { network, currency, ...seen, spends: [...spends.values()], errors }
}

/** By what a later report finds the same spend again, within one network. */
export const spendKey = ({ campaign, adSet, day, channel }: Omit<AdSpend, 'amount'>): string => JSON.stringify([campaign, adSet, day, channel])

/** In whole units that differ by one at most and add up exactly; what is left over goes to the first days. */
export function spreadEvenly(amount: number, days: number): number[] {
  const each = Math.floor(amount / days)
  const over = amount - each * days
  return Array.from({ length: days }, (_, index) => each + Number(index < over))
}

interface Line {
  number: number
  cells: Cell[]
}

interface Header {
  number: number
  network: AdNetwork
  of: Map<AdField, number[]>
  names: string[]
  /** Written behind the name of the amount: `Amount spent (IDR)`. */
  currency: string | null
  /** Whether any row names its platform. */
  platforms: boolean
}

// A point before one, two or more than three digits is a decimal point; before three it parts thousands.
const cellIn = (text: string): Cell => cellOf(text, /^\d+\.(\d{1,2}|\d{4,})$/.test(text.trim()))

const isAllIn = (cell: Cell | undefined) => isAll(textOf(cell))
const CURRENCY = /\s*\(([A-Z]{3})\)$/

function headerOf(lines: readonly Line[]): Header | null {
  for (const [index, { number, cells }] of lines.slice(0, HEADER_WITHIN).entries()) {
    const names = cells.map(textOf)
    for (const network of adNetworks) {
      const of = columnsOf(names.map((name) => name.replace(CURRENCY, '')), columnsOfNetwork[network])
      if (!of.has('campaign') || !of.has('spent')) continue
      const currency = CURRENCY.exec(names[of.get('spent')![0]!]!)?.[1] ?? null
      const platforms = lines.slice(index + 1).some((line) => !isAllIn(filledCell(line.cells, of.get('platform'))))
      return { number, network, of, names, currency, platforms }
    }
  }
  return null
}

/** Behind the name of the amount, or in a column of its own. */
function currenciesIn({ currency, of }: Header, body: readonly Line[]): string[] {
  const named = body.map(({ cells }) => textOf(filledCell(cells, of.get('currency')))).filter((text) => /^[A-Z]{3}$/.test(text))
  return [...new Set([...(currency ? [currency] : []), ...named])]
}

/** Whether days are written 11/22/2026 in this file: one whose second number is no month says it for all of them. */
const writesMonthFirst = (body: readonly Line[], of: Header['of']): boolean =>
  body.some(({ cells }) => (['day', 'from', 'to'] as const).some((field) => monthFirstIn(filledCell(cells, of.get(field))) === true))

function dayOf(cell: Cell | undefined, monthFirst: boolean): string | null {
  return timeIn({ text: textOf(cell), numeric: false }, 'UTC', monthFirst)?.toISOString().slice(0, 10) ?? null
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = []
  // No campaign of a small shop is asked for over more than five years; beyond, the caller refuses by the count.
  for (let day = from; day <= to && days.length <= MOST_SPENDS; day = addDays(day, 1)) days.push(day)
  return days
}
