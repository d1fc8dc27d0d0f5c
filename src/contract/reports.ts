import { z } from 'zod'
import { PaybackRows, rowFigures, RowsOf, Verdict } from './payback.ts'
import { route } from './route.ts'
import { Currency, Id, Instant, Language, noContent, PageQuery, ShopParams, ShopThingParams } from './values.ts'

/** `proof` is a year as family or a bank reads it: *bukti kerja*. */
export const reportKinds = ['week', 'quarter', 'year', 'proof'] as const
export const ReportKind = z.enum(reportKinds)
export type ReportKind = z.infer<typeof ReportKind>

/** A week by its Monday `2026-11-16`, a quarter `2026-Q4`, a year `2026`: all in the shop's own zone. */
export const Period = z.string().regex(/^20\d\d(-Q[1-4]|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$/)
export type Period = z.infer<typeof Period>

/** A cell as it is read, and what a spreadsheet reckons with: currency in whole units, hours, shares of 1. */
export const ReportCell = z.object({
  text: z.string(),
  number: z.object({ value: z.number(), digits: z.int(), percent: z.boolean() }).nullable(),
  /** Of how many orders what is in the number is only estimated; its text says so too. */
  estimated: z.int(),
})
export type ReportCell = z.infer<typeof ReportCell>

/** `noise`: within chance. `plain`: chance has no part in it. */
const Change = z.object({ text: z.string(), tone: z.enum(['better', 'worse', 'noise', 'plain']) })

const RowsFigure = z.enum(rowFigures).exclude(['corrected-later'])
/** On a screen, what a figure or a row opens to: rows of the period, of one channel where it is named, with what `also` stands in its profit beside orders, hours and costs; another screen; or the same report of one of several shops. */
const Opens = z.union([z.object({ rows: RowsFigure, of: RowsOf.nullable(), also: z.array(RowsFigure).optional() }), z.object({ href: z.string() }), z.object({ shop: Id })]).nullable()
export type Opens = z.infer<typeof Opens>

export const ReportFigure = z.object({
  name: z.string(),
  label: z.string(),
  cell: ReportCell,
  /** What it is made of or how far chance could have moved it, in words. */
  note: z.string().nullable(),
  /** To be drawn, in the currency's smallest unit. */
  interval: z.object({ low: z.int(), high: z.int(), middle: z.int() }).nullable(),
  verdict: Verdict.nullable(),
  change: Change.nullable(),
  /** *Jadi apa?*; null in a proof of work, which is read by others. */
  soWhat: z.string().nullable(),
  opens: Opens,
})
export type ReportFigure = z.infer<typeof ReportFigure>

export const ReportTable = z.object({
  name: z.string(),
  title: z.string(),
  lead: z.string().nullable(),
  columns: z.array(z.object({ label: z.string(), numeric: z.boolean() })),
  /** `opens`: what its first cell leads to. */
  rows: z.array(z.object({ cells: z.array(ReportCell), sum: z.boolean(), opens: Opens })),
  /** Instead of rows where there are none. */
  none: z.string(),
})
export type ReportTable = z.infer<typeof ReportTable>

/**
 * A report as it is read, in the reader's language. Screen, mail, PDF, file and shared page are forms of this one thing:
 * none of them reckons or words anything, so that no two can differ.
 */
export const Report = z.object({
  kind: z.union([ReportKind, z.literal('shops')]),
  period: Period,
  language: Language,
  /** Null where the report is of several shops, each with its own. */
  currency: Currency.nullable(),
  /** Whose: the shop's name, or how many shops. */
  of: z.string(),
  title: z.string(),
  /** The days it is about, and when it was written. */
  span: z.string(),
  written: z.string(),
  /** Not over yet, or nothing noted: a word that stands first. */
  notice: z.string().nullable(),
  empty: z.boolean(),
  /** Margin, conversion and visits first. */
  figures: z.array(ReportFigure),
  /** What to do, the weightiest first. */
  todo: z.array(z.string()),
  tables: z.array(ReportTable),
  /** Profit added up since the beginning, at the end of each month of the span. `lead`: what is drawn beside it. `partial`: only as far as known. */
  curve: z.object({ title: z.string(), lead: z.string().nullable(), points: z.array(z.object({ label: z.string(), value: z.int(), low: z.int().nullable(), high: z.int().nullable(), partial: z.boolean() })) }).nullable(),
  /** What is not known, and how it was counted. */
  footnotes: z.array(z.string()),
  /** The periods beside it; null where nothing was noted yet, or it is not there yet. */
  earlier: Period.nullable(),
  later: Period.nullable(),
  /** The headings of its parts; `{{page}}`, `{{pages}}` and `{{column}}` stand in them. */
  words: z.object({ todo: z.string(), soWhat: z.string(), footnotes: z.string(), page: z.string(), estimated: z.string() }),
})
export type Report = z.infer<typeof Report>

export const reportFormats = ['pdf', 'csv', 'xlsx'] as const
export const ReportFormat = z.enum(reportFormats)
export type ReportFormat = z.infer<typeof ReportFormat>

/** Kinds that are sent by themselves. */
export const sentKinds = ['week', 'quarter', 'year'] as const
export const SentKind = z.enum(sentKinds)
export type SentKind = z.infer<typeof SentKind>

/**
 * `claimed`: on its way. `waiting`: the mail server could not be reached, and it is tried again. `unknown`: whoever sent
 * it was cut off; it may not have gone out, and is never sent twice by itself.
 */
export const sendingStates = ['claimed', 'waiting', 'sent', 'unknown', 'failed'] as const
export const SendingState = z.enum(sendingStates)
export type SendingState = z.infer<typeof SendingState>

export const ReportSubscriptions = z.object({
  /** Whether a mail server is set at all. */
  mail: z.boolean(),
  /** A demo shop's people do not exist: nothing is mailed. */
  demo: z.boolean(),
  /** Who may get reports: oneself, and for an owner everyone who signs in. */
  members: z.array(
    z.object({
      memberId: Id,
      name: z.string(),
      me: z.boolean(),
      kinds: z.array(
        z.object({
          kind: SentKind,
          /** Null: not sent. */
          language: Language.nullable(),
          /** The next morning on which it goes out. */
          next: Instant.nullable(),
          last: z.object({ subscriptionId: Id, period: Period, title: z.string(), state: SendingState, at: Instant }).nullable(),
        }),
      ),
    }),
  ),
})
export type ReportSubscriptions = z.infer<typeof ReportSubscriptions>

export const ReportShare = z.object({
  id: Id,
  kind: ReportKind,
  period: Period,
  title: z.string(),
  language: Language,
  /** Of so many shops, where it is of several. */
  shops: z.int().nullable(),
  expiresAt: Instant,
})
export type ReportShare = z.infer<typeof ReportShare>

/** Your own: which report of all your shops goes to you, on the mornings of which of them. */
export const SeveralSubscriptions = z.object({
  mail: z.boolean(),
  demo: z.boolean(),
  kinds: z.array(
    z.object({
      kind: SentKind,
      language: Language.nullable(),
      /** Whose zone its mornings are of. */
      home: z.object({ id: Id, name: z.string() }).nullable(),
      next: Instant.nullable(),
      last: z.object({ subscriptionId: Id, period: Period, title: z.string(), state: SendingState, at: Instant }).nullable(),
    }),
  ),
})
export type SeveralSubscriptions = z.infer<typeof SeveralSubscriptions>

const shop = '/api/shops/:shop'
const ReportParams = ShopParams.extend({ kind: ReportKind })
const FileParams = ReportParams.extend({ format: ReportFormat })
/** The last whole period where none is named. */
const PeriodQuery = z.object({ period: Period.optional(), lang: Language.optional() })
/** Some of one's shops by their ids, parted by commas; all of them when left out. */
const ShopsQuery = PeriodQuery.extend({
  kind: ReportKind.exclude(['proof']).default('week'),
  shops: z.string().max(4000).regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36})*$/).optional(),
})

export const reportsRoutes = {
  report: route({ method: 'GET', path: `${shop}/report/:kind`, who: 'member', summary: 'A report of a week, a quarter or a year, written in your language.', params: ReportParams, query: PeriodQuery, answer: Report }),
  reportFile: route({ method: 'GET', path: `${shop}/report/:kind/file/:format`, who: 'member', summary: 'The same report as PDF, CSV or XLSX.', params: FileParams, query: PeriodQuery, answer: z.string() }),
  reportOfShops: route({ method: 'GET', path: '/api/reports/shops', who: 'login', summary: 'Several of your shops in one table, each in its own currency.', query: ShopsQuery, answer: Report }),
  reportOfShopsFile: route({ method: 'GET', path: '/api/reports/shops/file/:format', who: 'login', summary: 'The same table as PDF, CSV or XLSX.', params: z.object({ format: ReportFormat }), query: ShopsQuery, answer: z.string() }),
  reportRows: route({
    method: 'GET',
    path: `${shop}/report/:kind/rows`,
    who: 'member',
    summary: 'The rows behind a figure of a report, and their sum; of one channel where it is named.',
    params: ReportParams,
    query: PageQuery.extend({ period: Period.optional(), figure: RowsFigure, channel: RowsOf.optional() }),
    answer: PaybackRows,
  }),
  severalSubscriptions: route({ method: 'GET', path: '/api/reports/shops/subscriptions', who: 'login', summary: 'Which report of all your shops goes to you by mail.', answer: SeveralSubscriptions }),
  subscribeToSeveral: route({
    method: 'PUT',
    path: `${shop}/reports/several`,
    who: 'member',
    summary: 'Sends you the report of all your shops on the mornings of this one; null ends it. Where another shop had it, it has it no more.',
    params: ShopParams,
    body: z.object({ kind: SentKind, language: Language.nullable() }),
    answer: SeveralSubscriptions,
  }),
  shareSeveral: route({
    method: 'POST',
    path: `${shop}/reports/several/shares`,
    who: 'owner',
    notForGuests: true,
    summary: 'Makes a link to one report of several shops, of those that you own, that ends by itself. Its address is told only now.',
    params: ShopParams,
    body: z.object({ kind: SentKind, period: Period, language: Language, days: z.int().min(1).max(90), shops: z.array(Id).min(1).max(100) }),
    answer: ReportShare.extend({ url: z.string() }),
  }),
  reportSubscriptions: route({ method: 'GET', path: `${shop}/reports/subscriptions`, who: 'member', summary: 'Who gets which report by mail, and what became of the last.', params: ShopParams, answer: ReportSubscriptions }),
  subscribe: route({
    method: 'PUT',
    path: `${shop}/reports/subscriptions`,
    who: 'member',
    summary: 'Says which report a member gets, in which language; null ends it.',
    params: ShopParams,
    body: z.object({ memberId: Id, kind: SentKind, language: Language.nullable() }),
    answer: ReportSubscriptions,
  }),
  sendAgain: route({
    method: 'POST',
    path: `${shop}/reports/subscriptions/:id/again`,
    who: 'member',
    summary: 'Sends a report once more that may not have gone out.',
    params: ShopThingParams,
    body: z.object({ period: Period }),
    answer: ReportSubscriptions,
  }),
  reportShares: route({ method: 'GET', path: `${shop}/reports/shares`, who: 'owner', summary: 'Links to reports that are open to whoever has them.', params: ShopParams, answer: z.array(ReportShare) }),
  shareReport: route({
    method: 'POST',
    path: `${shop}/reports/shares`,
    who: 'owner',
    notForGuests: true,
    summary: 'Makes a link to one report that ends by itself. Its address is told only now.',
    params: ShopParams,
    body: z.object({ kind: ReportKind, period: Period, language: Language, days: z.int().min(1).max(90) }),
    answer: ReportShare.extend({ url: z.string() }),
  }),
  revokeShare: route({ method: 'DELETE', path: `${shop}/reports/shares/:id`, who: 'owner', summary: 'Ends a link to a report at once.', params: ShopThingParams, answer: noContent }),
}

/** What the page /r/<token> is given. */
export interface SharedReport {
  report: Report
  /** When the link ends, in words. */
  until: string
}

/** What the page of an unsubscribe link is given. */
export interface ReportStop {
  language: Language
  title: string
  text: string
  /** The button; null once it is done. */
  button: string | null
  action: string
}
