import { paidBackAs } from '#contract/paid-back.ts'
import type { Channel } from '#contract/channels.ts'
import type { Cut, MonthsTold } from '#contract/payback-lines.ts'
import type { orderMeasures, PaybackMonth, Profit, SoWhat } from '#contract/payback.ts'
import type { ReportKind } from '#contract/reports.ts'
import { amount, duration, monthName, number, percent } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'
import type { VerdictName } from '$ui/verdict'

/** Whose figure: the shop's, a channel's, what belongs to no one channel, what left no trace. */
export type Whose = 'shop' | Channel | 'shared' | 'unattributed'
/** A line of some months by campaign, post, placement or person; the orders that a measure was read of; or the rows of a report's period. */
export type Part = { name: string } & ({ cut: Cut; key: string | null; months: MonthsTold } | { measure: OrderMeasure } | { report: ReportKind; period: string })
export type OrderMeasure = (typeof orderMeasures)[number]

export type Measure = PaybackMonth['also']['measures'][number]

export const channelName = (channel: Channel) => t(`channels:${channel}`)

export function whoseName(whose: Whose): string {
  if (whose === 'shop') return t('payback:rows.shop')
  if (whose === 'shared') return t('payback:channels.shared')
  if (whose === 'unattributed') return t('payback:channels.unattributed')
  return channelName(whose)
}

/** *Jadi apa?* in the reader's words, its values written the local way. */
export function soWhatText({ code, values }: SoWhat): string {
  const said: Record<string, string | number> = {}
  if (values.amount !== undefined) said.amount = amount(values.amount)
  if (values.orders !== undefined) Object.assign(said, { count: values.orders, orders: number(values.orders) })
  if (values.minutes !== undefined) said.minutes = duration(values.minutes)
  if (values.box !== undefined) said.box = duration(values.box)
  if (values.months !== undefined) said.months = number(values.months)
  if (values.count !== undefined) said.count = number(values.count)
  if (values.share !== undefined) said.share = share(values.share)
  if (values.channel !== undefined) said.channel = channelName(values.channel)
  if (values.other !== undefined) said.other = channelName(values.other)
  return t(`payback:soWhat.${code}`, said)
}

/** When it paid back, if it had by `month`, and as surely as that can be told. */
export function paidBackText(cumulated: Profit, breakEven: string | null, month?: string): string {
  if (!breakEven || (month && breakEven > month)) return t('payback:cumulated.notYet')
  return t(`payback:cumulated.${paidBackAs(cumulated)}`, { month: monthName(breakEven) })
}

export const share = (value: number) => percent(value, value > 0 && value < 0.095 ? 1 : 0)

/** Beside what is summed while something in it is missing it says so: `net` is null then. */
export const asKnown = (net: number | null, what: string): string => (net === null ? t('payback:chart.asKnown', { what }) : what)

/** With a sign: which side of zero is the question. */
export const signed = (value: number) => (value > 0 ? `+${amount(value)}` : amount(value))

/** The first and the last day of a month. */
export const monthDays = (month: string) => ({
  from: `${month}-01`,
  to: new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10),
})

export type VerdictShown = VerdictName | 'unknown' | 'nothing'

export const verdictShown = (profit: Profit): VerdictShown => profit.verdict ?? (profit.net === null ? 'unknown' : 'nothing')

export const measureValue = ({ unit }: Pick<Measure, 'unit'>, value: number | null) =>
  value === null ? t('payback:measures.unknown') : { count: number, share, amount }[unit](value)
