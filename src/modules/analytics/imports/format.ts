import type { LeftOut, PastDimension, VisitExport } from '#contract/visit-imports.ts'
import type { Channel } from '#contract/channels.ts'

/** A hit of the past, as far as its file tells; '' for what it does not. Nobody's address or browser string is in it. */
export interface PastHit {
  /** Milliseconds since 1970. */
  at: number
  kind: 'view' | 'goal' | 'outbound'
  host: string
  path: string
  /** A goal's name, or where a link led. */
  name: string
  visitor: number
  referrer: string
  utmSource: string
  utmMedium: string
  utmCampaign: string
  utmContent: string
  utmTerm: string
  clickId: string
  /** A short link's code in the page's address. */
  code: string
  /** What the file itself says of the channel, and where it can say nothing of it: goes before any rule. */
  channelSaid: Channel | ''
  country: string
  language: string
  device: 'phone' | 'tablet' | 'desktop' | ''
  browser: string
  system: string
  width: number
}

/** What a file tells of a day, or of several together, in one respect; null for what it does not tell. */
export interface PastDays {
  /** `2026-01-31`, both included. */
  day: string
  lastDay: string
  /** `total`, or what the days are told apart by. */
  dimension: 'total' | PastDimension
  value: string
  visitors: number | null
  visits: number | null
  views: number | null
  bounces: number | null
}

const WEB_BEGAN = Date.UTC(1990, 0)
/** ClickHouse keeps days until then in its sorting key. */
const DAYS_END = Date.UTC(2149, 0)
export const isStorable = (at: number): boolean => at >= WEB_BEGAN && at < DAYS_END

/** Where a reader puts what it reads. Each line or row of a file is told by exactly one of these. */
export interface Sink {
  /** Why what happened then is not counted, whatever it was: the day is told of already, or is not over. */
  taken(at: number): LeftOut | undefined
  hit(hit: PastHit): void
  /** What one row tells, in one respect or in several. */
  days(days: readonly PastDays[]): void
  leaveOut(because: LeftOut): void
  /** A line that can't be read; the first 200 are named. */
  unreadable(line: number, code: LineError): void
  /** Between two pieces of a file: what has gathered is stored, and it may be told to stop. */
  pause(): Promise<void>
}

export type LineError = 'analytics.line-unreadable' | 'analytics.line-too-long' | 'analytics.line-time' | 'analytics.row-day' | 'analytics.row-figures'

/** What a reader knows beside the file. */
export interface Reading {
  site: { id: string; host: string }
  /** In which times without an offset are told, and whose days count. */
  zone: string
  /** Addresses from which the shop itself looks at its site. */
  own: readonly string[]
  /** Stands in each visitor's hash and is kept nowhere. */
  salt: string
}

/** How the files of a tool are known and read. A file is text; what it was packed in is off already. */
export interface Format {
  name: VisitExport
  /** Told by its first lines, never by its name. */
  knows(head: Head): boolean
  read(chunks: AsyncIterable<Buffer>, reading: Reading, into: Sink): Promise<void>
}

/** The beginning of a file. */
export interface Head {
  /** Its first whole lines, 200 at most, without empty ones. */
  lines: readonly string[]
}
