import type { HitKind } from '#contract/analytics.ts'
import { currencies, type Currency } from '#contract/values.ts'
import { knownClickIds } from '../channels/places.ts'
import { CODE_PARAMETER, isFile, PAGE_CODE_PARAMETER } from '../model.ts'
import { pageNumber } from './across.ts'
import type { IncomingHit } from './incoming-hit.ts'
import { amountOfDecimal } from './value.ts'

/** What the tracker says of a hit: all of it a stranger's word. */
export interface TrackerHit extends Omit<IncomingHit, 'workspaceId' | 'siteId'> {
  host: string
}

export interface ReadHit {
  key: string
  hit: TrackerHit
  /** The code in the address of the shop's own page, where the parameter is short. */
  pageCode?: string
  /** Why the tracker itself says that it does not count. */
  left?: 'own' | 'bot'
  /** A link within the site that leads to no file: no way out, and nothing to keep. */
  inside?: true
  /** Which page it says it is, and which one of another site led to it. */
  across?: IncomingHit['across']
}

/** Kinds that a browser may send; clicks on short links are Kicau's own to see. */
const kindsOfTracker = new Map<unknown, HitKind>([
  ['view', 'view'],
  ['goal', 'goal'],
  ['outbound', 'outbound'],
  ['engagement', 'engagement'],
  ['order', 'order-code'],
])

/**
 * Reads the tracker's JSON `{site, kind, url, referrer?, width?, name?, code?, value?, currency?, engaged?, depth?, visitor?,
 * left?, way?}`, also with the `data-kicau-…` of what was acted on; null for what is none. Of the address only host, path and the
 * campaign's words are kept.
 */
export function readTrackerHit(body: unknown): ReadHit | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const said = body as Record<string, unknown>
  const { site, kind, url } = said
  if (typeof site !== 'string' || site === '' || site.length > 64 || typeof url !== 'string') return null
  const known = kindsOfTracker.get(kind)
  if (!known) return null
  const hit: TrackerHit = { kind: known, host: '', path: '/' }
  const page = readAddress(url, hit)
  if (!page) return null

  const { referrer, visitor, width, engaged, left } = said
  const name = said.name ?? said.kicauGoal
  const code = said.code ?? (known === 'order-code' ? name : undefined)
  if (!(isText(referrer) && isTextOrNumber(name) && isTextOrNumber(visitor) && isTextOrNumber(code))) return null
  if (referrer) hit.referrer = referrer
  if (name && known !== 'order-code' && known !== 'engagement') hit.name = String(name)
  if (visitor) hit.visitorId = String(visitor)
  if (code) hit.code = String(code)
  if (width !== undefined) {
    if (typeof width !== 'number' || !(width >= 0 && width < 65_535)) return null
    hit.width = Math.round(width)
  }
  if (engaged !== undefined) {
    if (typeof engaged !== 'number' || !(engaged >= 0)) return null
    // A laptop that slept is not a day's attention.
    hit.engagedMs = Math.min(engaged, MOST_ENGAGED_MS)
    if (typeof said.depth === 'number' && said.depth > 0) hit.name = String(Math.min(100, Math.round(said.depth * 100)))
  }
  readValue(said.value ?? said.kicauValue, said.currency ?? said.kicauCurrency, hit)
  if ((known === 'goal' || known === 'outbound') && hit.name === undefined) return null
  if (known === 'order-code' && hit.code === undefined) return null
  const read: ReadHit = { key: site, hit, pageCode: page.code }
  if (left === 'own' || left === 'bot') read.left = left
  const [came, opened] = Array.isArray(said.way) ? said.way.slice(0, 2).map(pageNumber) : []
  if (opened ?? came) read.across = { page: opened, came }
  if (known === 'outbound' && isInside(hit)) read.inside = true
  return read
}

const isInside = ({ name = '', host }: TrackerHit): boolean => tidied(ADDRESS.exec(name)?.[1] ?? '') === host && !isFile(name)

const isText = (said: unknown): said is string | null | undefined => typeof said === 'string' || said === undefined || said === null
const isTextOrNumber = (said: unknown): said is string | number | null | undefined => isText(said) || typeof said === 'number'

const MOST_ENGAGED_MS = 2 * 3_600_000

/** A value that can't be read leaves the goal standing without one: unknown, not 0. */
function readValue(told: unknown, inCurrency: unknown, hit: TrackerHit): void {
  if (told === undefined || typeof inCurrency !== 'string') return
  const currency = inCurrency.toUpperCase()
  if (!(currencies as readonly string[]).includes(currency)) return
  const value = amountOfDecimal(told, currency as Currency)
  if (value === null) return
  hit.value = value
  hit.currency = currency as Currency
}

const ADDRESS = /^https?:\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?/i

/** Host, path and campaign go into the hit; answers what else stood there, or null for no address of a page. */
function readAddress(url: string, hit: TrackerHit): { code?: string } | null {
  const match = ADDRESS.exec(url)
  if (!match) return null
  hit.host = tidied(match[1]!)
  if (hit.host === '') return null
  if (match[2]) hit.path = match[2]
  const page: { code?: string } = {}
  if (match[3]) readQuery(match[3], hit, page)
  return page
}

const tidied = (host: string): string => (/^[a-z0-9.-]+$/.test(host) ? host : host.toLowerCase().replace(/^.*@|:\d+$/g, ''))

const fieldOf = new Map<string, 'utmSource' | 'utmMedium' | 'utmCampaign' | 'utmContent' | 'utmTerm' | 'code'>([
  ['utm_source', 'utmSource'],
  ['ref', 'utmSource'],
  ['utm_medium', 'utmMedium'],
  ['utm_campaign', 'utmCampaign'],
  ['utm_content', 'utmContent'],
  ['utm_term', 'utmTerm'],
  [CODE_PARAMETER, 'code'],
])
const clickIds = new Set(knownClickIds)

export function readQuery(query: string, hit: TrackerHit, page: { code?: string }): void {
  for (const part of query.split('&')) {
    const equals = part.indexOf('=')
    if (equals <= 0) continue
    const name = part.slice(0, equals).toLowerCase()
    const field = fieldOf.get(name)
    if (field) hit[field] ??= decoded(part.slice(equals + 1))
    else if (clickIds.has(name)) hit.clickId ??= name
    else if (name === PAGE_CODE_PARAMETER) page.code ??= decoded(part.slice(equals + 1))
  }
}

function decoded(text: string): string {
  if (!/[%+]/.test(text)) return text
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
