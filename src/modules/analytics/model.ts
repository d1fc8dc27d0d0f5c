import type { VisitFilters } from '#contract/visit-filters.ts'
import type { Currency } from '#contract/values.ts'

/** From an instant up to, and without, another. */
export interface Span {
  from: Date
  to: Date
}

/** Which visits a question is about. */
export interface Asked {
  span: Span
  /** In which days, hours and weeks are counted. */
  zone: string
  /** In which values are summed; what was told in another is left out. */
  currency: Currency
  site?: string
  filters: VisitFilters
}

/** A visit ends so long after its last hit. */
export const VISIT_GAP_SECONDS = 30 * 60
/** One that goes on for longer is cut there; what follows without a gap is no visit of its own. */
export const LONGEST_VISIT_SECONDS = 6 * 3600

/** What "now" means on the screen. */
export const LIVE_SECONDS = 5 * 60

/** The parameter that carries a short link's code into the address of a site, and so into its hits. */
export const CODE_PARAMETER = 'kicau'
/** The same in the address of the shop's own page, where no other program reads parameters. */
export const PAGE_CODE_PARAMETER = 'k'

/**
 * The key of the shop's own page: it is a site without anybody having added it. Its id, and that of everything that
 * happens at Kicau's own addresses (short links), is the shop's.
 */
export const shopPageKey = (workspaceId: string): string => `p${workspaceId.replaceAll('-', '')}`

/** The shop whose page has this key. */
export function shopOfPageKey(key: string): string | null {
  const match = /^p([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(key)
  return match ? match.slice(1).join('-') : null
}

/** The tracker as it stands in the shop's own page. */
export const trackerOfShopPage = (workspaceId: string): { src: string } => ({ src: `/t/${shopPageKey(workspaceId)}.js` })

/** A host as people type it: an address with path and port, capitals, a dot at its end. Null where it is none. */
export function tidyHost(typed: string): string | null {
  const text = typed.trim()
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return null
  const host = new URL(address).hostname.replace(/\.$/, '').replace(/^www\./, '')
  return /^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(host) ? host : null
}

/** Whether a page at `host` belongs to a site: it itself or anything below it. */
export const isOfSite = (host: string, siteHost: string): boolean => host === siteHost || host.endsWith(`.${siteHost}`)

/** The add-on of the tracker by which a shop's sites are one way; a site that goes without is none of them. */
export const ACROSS = 'cross'

/** A goal of this name says that a page was not found: what Plausible's script calls it too. */
export const NOT_FOUND = '404'

/** An address that is a file's. */
const ENDS_AS_FILE = '[.](pdf|xlsx?|csv|docx?|pptx?|txt|rtf|zip|rar|7z|gz|apk|exe|dmg|mp3|mp4|mov|wav|epub)([?#].*)?$'
/** As ClickHouse reads it. */
export const FILE = `(?i)${ENDS_AS_FILE}`
const ofFile = new RegExp(ENDS_AS_FILE, 'i')
export const isFile = (address: string): boolean => ofFile.test(address)
