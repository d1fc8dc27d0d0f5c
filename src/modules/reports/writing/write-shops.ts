import type { Report, ReportKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import type { ShopProfile } from '#contract/workspace.ts'
import type { PaybackSpan } from '#modules/payback'
import { daysOf, periodBefore, periodOf } from '../model/periods.ts'
import { addDays } from '#platform/clock'
import { changeOf } from './figures.ts'
import { columnsOf, rowOf } from './tables.ts'
import { wordsOf } from './write-report.ts'
import { writerOf } from './writer.ts'

export interface ShopsToWrite {
  kind: ReportKind
  period: string
  language: Language
  shops: readonly { shop: ShopProfile; span: PaybackSpan }[]
  now: Date
}

/** Several shops in one table. Each in its own currency, and no sum: rupiah and ringgit are not added. */
export function writeShops({ kind, period, language, shops, now }: ShopsToWrite): Report {
  const general = writerOf(language, 'IDR')
  const { t } = general
  const days = daysOf(kind, period)!
  const deep = kind === 'quarter' && shops.some(({ span }) => span.yearAgo.net !== null)
  const rows = shops.map(({ shop, span }) => {
    const writer = writerOf(language, shop.currency)
    const { total, visits, conversion, changes, yearAgo } = span
    const change = changeOf(writer, changes.net, 'up', (difference) => writer.money(difference).text)
    return rowOf([
      writer.text(shop.name),
      writer.margin(total.orders),
      conversion ? writer.share(conversion.rate) : writer.text('–'),
      visits === null ? writer.text('–') : writer.count(visits),
      writer.hours(total.hours.minutes),
      writer.profit(total.profit),
      writer.range(total.profit),
      writer.text(change?.text ?? '–'),
      ...(deep ? [writer.text(changeOf(writer, yearAgo.net, 'up', (difference) => writer.money(difference).text)?.text ?? '–')] : []),
      ...(kind === 'week' ? [] : [writer.text(writer.soWhat(total.soWhat))]),
    ], { opens: { shop: shop.id } })
  })
  const begun = shops.map(({ span }) => periodOf(kind, `${span.firstMonth}-01`)).sort()[0] ?? period
  const earlier = periodBefore(kind, days.from)
  const running = shops.some(({ span }) => span.running)
  return {
    kind: 'shops',
    period,
    language,
    currency: null,
    of: t('reports:shops.of', { count: shops.length, shops: general.count(shops.length).text }),
    title: general.title(kind, period),
    span: general.days(days),
    written: t('reports:written', { at: general.at(now, shops[0]?.shop.zone ?? 'Asia/Jakarta') }),
    notice: running ? t('reports:notice.running') : null,
    empty: shops.every(({ span }) => span.empty),
    figures: [],
    todo: [],
    tables: [
      {
        name: 'shops',
        title: t('reports:shops.title'),
        lead: t('reports:shops.lead'),
        columns: [...columnsOf(general, ['shop', 'margin', 'conversion', 'visits', 'hours', 'net', 'range']), { label: t('reports:columns.difference'), numeric: false }, ...(deep ? [{ label: t('reports:columns.sinceYear'), numeric: false }] : []), ...(kind === 'week' ? [] : [{ label: t('ui:figure.soWhat'), numeric: false }])],
        rows,
        none: t('reports:shops.none'),
      },
    ],
    curve: null,
    footnotes: [t('reports:footnotes.range'), t('reports:footnotes.noise')],
    earlier: earlier >= begun ? earlier : null,
    later: running || shops.length === 0 ? null : periodOf(kind, addDays(days.to, 1)),
    words: wordsOf(general),
  }
}
