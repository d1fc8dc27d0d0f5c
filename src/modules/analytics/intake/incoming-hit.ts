import type { HitKind } from '#contract/analytics.ts'
import type { Channel } from '#contract/channels.ts'
import type { Currency } from '#contract/values.ts'

/**
 * Whom a hit came from, as their request tells it. `ip` and `userAgent` become a day's visitor hash and a country
 * before anything is written; neither is ever stored.
 */
export interface Caller {
  ip?: string
  userAgent?: string
  /** As the browser sent it. */
  referrer?: string
  language?: string
  /** The visitor asked not to be tracked (DNT or Sec-GPC). */
  doNotTrack?: boolean
  /** Someone of the shop looks at what is the shop's own. */
  own?: boolean
  /** The browser says that a program drives it. */
  driven?: boolean
}

/**
 * A hit as it arrives, from the tracker or from a module that saw it happen (a redirect, the shop page, an order).
 * What is not known is left out.
 */
export interface IncomingHit extends Caller {
  workspaceId: string
  kind: HitKind
  /** When it happened; now unless said. */
  at?: Date
  /** The id of the site it happened on; left out, it is the shop's own (its page, its links). */
  siteId?: string
  host?: string
  path?: string
  utmSource?: string
  utmMedium?: string
  utmCampaign?: string
  utmContent?: string
  utmTerm?: string
  /** The name of the click id an ad or network put into the address (`gclid`, `fbclid`, …), without its value. */
  clickId?: string
  /** A goal's name, or where an outbound click went. */
  name?: string
  /** The short link's or order's code. */
  code?: string
  linkId?: string
  postId?: string
  /** The placement's id. */
  placement?: string
  /** What the link or the module says it belongs to: goes before anything that is guessed from the address. */
  channel?: Channel
  /** In the smallest unit of `currency`. */
  value?: number
  currency?: Currency
  engagedMs?: number
  /** Of the window, in CSS pixels. */
  width?: number
  /** An id of the site's own for a visitor who agreed to be known again. */
  visitorId?: string
  /** Of a page that is one of several sites as one: which page it says it is, and which one it says led to it. Numbers of chance. */
  across?: { page?: string; came?: string }
  /** Found out about the former: the other site of the shop's that the visit goes on from, and the visit there (`across.ts`). */
  fromSite?: string
  from?: { visitor: number; at: Date }
}

/** Why a hit was not counted. */
export const dropReasons = ['malformed', 'unknown-site', 'do-not-track', 'own-visit', 'bot'] as const
export type DropReason = (typeof dropReasons)[number]

/** What became of a hit. */
export type Recorded = { counted: true } | { counted: false; because: DropReason }

/** The code of a link that led to a visit, and whether it led to another of the shop's sites first. */
export interface LedBy {
  code: string
  overSites: boolean
}

export interface Intake {
  /**
   * Takes a hit; resolves when it is on disk, or when it is known why it is not counted.
   * Rejects with `JournalRefused` where it can't be kept (the disk is full): nothing was promised then.
   */
  record(hit: IncomingHit): Promise<Recorded>
  /**
   * Takes the same hit of many callers, who do not wait for it: a fraction of what they cost one by one. Resolves when
   * those that count are written (a kill loses none then, a power cut the last quarter of a second); rejects where they can't be, all of them.
   */
  recordAll(hit: IncomingHit, callers: readonly Caller[]): Promise<void>
  /**
   * The code of the link that led somebody to the shop's own page just now, over another of its sites too; undefined where none did,
   * where nothing is known of it, and of whoever is not counted.
   */
  codeThatLed(workspaceId: string, caller: Caller): Promise<LedBy | undefined>
  /** How many were kept and how many dropped since the start, by reason. */
  counts(): Record<DropReason | 'kept', number>
  /** Resolves when all that was recorded is on disk. The journal and the loader are their opener's to close. */
  close(): Promise<void>
}
