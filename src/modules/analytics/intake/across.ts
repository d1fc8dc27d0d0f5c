import { VISIT_GAP_SECONDS } from '../model.ts'
import type { IncomingHit, LedBy } from './incoming-hit.ts'
import { isInternal } from './row.ts'
import type { DaysSalt } from './salts.ts'
import { visitorOfDay } from './visitor.ts'

/** The shop's own sites as one way, in memory alone: what is forgotten (a restart, another process) is counted as it was before. */
export interface Across {
  /** Whether any page of this shop's says which page it is: only then are visits worth remembering. */
  follows(workspaceId: string): boolean
  /** Remembers that somebody was there just now. */
  note(hit: IncomingHit, referrer: string | undefined, visitor: number, at: Date): void
  /**
   * The hit as it counts: of somebody who came from a page of another site of the shop's a moment ago, with what led to that
   * visit; any other as it is. Remembers the page that it says itself to be on.
   */
  goesOn(hit: IncomingHit, visitor: number, at: Date, salt: DaysSalt): IncomingHit
  /** The code of the link that led to a visit that is under way; undefined where none did, or nothing is known of it. */
  codeThatLed(to: Pick<IncomingHit, 'workspaceId' | 'siteId'>, visitor: number, at: Date): LedBy | undefined
}

/** So long after its page was last heard of does a link work: as long as it takes to follow it. */
export const LINK_LIVES_MS = 5 * 60_000
const GAP_MS = VISIT_GAP_SECONDS * 1000
/** Visits and pages, each in two ages: twice as many at most. */
const MOST_OF_AN_AGE = 15_000
const MOST_SHOPS = 10_000

/** What a visit's first hit said of where it came from. */
const SAID = ['referrer', 'utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm', 'clickId', 'channel', 'code', 'linkId', 'postId', 'placement'] as const
type Said = Pick<IncomingHit, (typeof SAID)[number]>

interface Begun {
  said: Said
  /** The visit itself, or the one that it goes on from. */
  from: { visitor: number; at: Date }
  byConsent: boolean
  /** It began on another of the shop's sites. */
  overSites: boolean
  lastAt: number
}

interface Page {
  workspaceId: string
  siteId: string
  /** Whose it is: a number of the day, the same on all of a shop's sites, that is written nowhere. */
  who: number
  visit: Begun
  heardAt: number
  followed: boolean
}

export function openAcross(): Across {
  const visits = openAges<Begun>()
  const pages = openAges<Page>()
  const shops = new Set<string>()

  const underway = (hit: Pick<IncomingHit, 'workspaceId' | 'siteId'>, visitor: number, at: Date): Begun | undefined => {
    const visit = visits.get(keyOf(hit, visitor))
    return visit && at.getTime() - visit.lastAt <= GAP_MS ? visit : undefined
  }

  const note = (hit: IncomingHit, referrer: string | undefined, visitor: number, at: Date): Begun => {
    const visit = underway(hit, visitor, at) ?? { said: saidOf({ ...hit, referrer: referrer && !isInternal(referrer, hit.host) ? referrer : undefined }), from: hit.from ?? { visitor, at }, byConsent: hit.visitorId !== undefined, overSites: hit.fromSite !== undefined, lastAt: 0 }
    visit.lastAt = at.getTime()
    visits.put(keyOf(hit, visitor), visit)
    return visit
  }

  return {
    follows: (workspaceId) => shops.has(workspaceId),
    note,
    codeThatLed: (to, visitor, at) => {
      const visit = underway(to, visitor, at)
      return visit?.said.code === undefined ? undefined : { code: visit.said.code, overSites: visit.overSites }
    },
    goesOn: (hit, visitor, at, salt) => {
      const { workspaceId, siteId = workspaceId, across = {} } = hit
      const who = () => visitorOfDay(salt.salt, salt.day, `across\n${workspaceId}`, hit.ip ?? '', hit.userAgent ?? '')
      const came = across.came === undefined || hit.kind !== 'view' || underway(hit, visitor, at) ? undefined : pages.get(across.came)
      let counted = hit
      if (came && !came.followed && came.workspaceId === workspaceId && came.siteId !== siteId && at.getTime() - came.heardAt <= LINK_LIVES_MS && came.who === who()) {
        came.followed = true
        counted = { ...goingOn(hit, came.visit), fromSite: came.siteId }
      }
      const visit = note(counted, counted.referrer, visitor, at)
      if (across.page !== undefined) {
        if (shops.size >= MOST_SHOPS) shops.clear()
        shops.add(workspaceId)
        const page = pages.get(across.page)
        if (page?.visit === visit) page.heardAt = at.getTime()
        // Whoever makes up the number of a page that is known does not become its reader.
        else if (!page || page.who === who()) pages.put(across.page, { workspaceId, siteId, who: who(), visit, heardAt: at.getTime(), followed: false })
      }
      return counted
    },
  }
}

const keyOf = ({ workspaceId, siteId = workspaceId }: Pick<IncomingHit, 'workspaceId' | 'siteId'>, visitor: number): string => `${siteId} ${visitor}`

/** What was put last is found; what was not put again for an age is forgotten, all at once: to throw out the oldest each time costs ten times as much. */
function openAges<Of>() {
  let young = new Map<string, Of>()
  let old = young
  return {
    get: (key: string): Of | undefined => young.get(key) ?? old.get(key),
    put: (key: string, value: Of): void => {
      if (young.size >= MOST_OF_AN_AGE && !young.has(key)) {
        old = young
        young = new Map()
      }
      young.set(key, value)
    },
  }
}

function saidOf(hit: IncomingHit): Said {
  const said: Record<string, unknown> = {}
  for (const name of SAID) if (hit[name] !== undefined) said[name] = hit[name]
  return said as Said
}

/**
 * What led to the first site stands for what led to the next. Where nothing is known of that, the link's own words do, and it is a
 * visit for itself; that it stood on one of the shop's own pages is no source. Who agreed to be known again on one site alone is not made
 * known on the other: the source goes along, and not whose visit it was.
 */
function goingOn(hit: IncomingHit, { said, from, byConsent }: Begun): IncomingHit {
  const bare = { ...hit, ...Object.fromEntries(SAID.map((name) => [name, undefined])) }
  const own = saidOf({ ...hit, referrer: undefined })
  if (Object.keys(said).length === 0 && Object.keys(own).length > 0) return { ...bare, ...own }
  return { ...bare, ...said, ...(byConsent === (hit.visitorId !== undefined) && { from }) }
}

/** The number of a page as its script makes it up, `0.8317…`; undefined for what is none. */
export const pageNumber = (said: unknown): string | undefined => {
  const text = typeof said === 'number' ? String(said) : said
  return typeof text === 'string' && /^\d[\d.e-]{3,25}$/.test(text) ? text : undefined
}
