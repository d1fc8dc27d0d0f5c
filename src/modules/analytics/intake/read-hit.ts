import type { HitKind } from '#contract/analytics.ts'
import { currencies, type Currency } from '#contract/values.ts'
import { knownClickIds } from '../channels/places.ts'
import { CODE_PARAMETER, PAGE_CODE_PARAMETER } from '../model.ts'
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
}

/** Kinds that a browser may send; clicks on short links are Kicau's own to see. */
const kindsOfTracker: Record<string, HitKind> = { view: 'view', goal: 'goal', outbound: 'outbound', engagement: 'engagement', order: 'order-code' }

/**
 * Reads the tracker's JSON `{site, kind, url, referrer?, width?, name?, code?, value?, currency?, engaged?, visitor?}`;
 * null for what is none. Of the address only host, path and the campaign's words are kept.
 */
export function readTrackerHit(body: unknown): ReadHit | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const said = body as Record<string, unknown>
  const { site, kind, url } = said
  if (typeof site !== 'string' || site === '' || site.length > 64 || typeof kind !== 'string' || typeof url !== 'string') return null
  const known = Object.hasOwn(kindsOfTracker, kind) ? kindsOfTracker[kind] : undefined
  const address = readAddress(url)
  if (!known || !address) return null

  const { pageCode, ...place } = address
  const hit: TrackerHit = { kind: known, ...place }
  const texts = { referrer: said.referrer, name: said.name, visitorId: said.visitor }
  for (const [field, text] of Object.entries(texts)) {
    if (text === undefined || text === null || text === '') continue
    if (typeof text !== 'string') return null
    hit[field as keyof typeof texts] = text
  }
  if (said.code !== undefined) {
    if (typeof said.code !== 'string' && typeof said.code !== 'number') return null
    hit.code = String(said.code)
  }
  if (said.width !== undefined) {
    if (typeof said.width !== 'number' || !(said.width >= 0 && said.width < 65_536)) return null
    hit.width = Math.round(said.width)
  }
  if (said.engaged !== undefined) {
    if (typeof said.engaged !== 'number' || !(said.engaged >= 0)) return null
    // A laptop that slept is not a day's attention.
    hit.engagedMs = Math.min(said.engaged, MOST_ENGAGED_MS)
  }
  readValue(said, hit)
  if ((known === 'goal' || known === 'outbound') && hit.name === undefined) return null
  if (known === 'order-code' && hit.code === undefined) return null
  return { key: site, hit, pageCode }
}

const MOST_ENGAGED_MS = 2 * 3_600_000

/** A value that can't be read leaves the goal standing without one: unknown, not 0. */
function readValue(said: Record<string, unknown>, hit: TrackerHit): void {
  const currency = typeof said.currency === 'string' ? said.currency.toUpperCase() : undefined
  if (currency === undefined || !(currencies as readonly string[]).includes(currency)) return
  const value = amountOfDecimal(said.value, currency as Currency)
  if (value === null) return
  hit.value = value
  hit.currency = currency as Currency
}

const ADDRESS = /^https?:\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?/i

type Address = Partial<IncomingHit> & { host: string; pageCode?: string }

function readAddress(url: string): Address | null {
  const match = ADDRESS.exec(url)
  if (!match) return null
  const host = match[1]!.toLowerCase().replace(/^.*@|:\d+$/g, '')
  if (host === '') return null
  const address: Address = { host, path: match[2] || '/' }
  if (match[3]) readQuery(match[3], address)
  return address
}

const fieldOf: Record<string, 'utmSource' | 'utmMedium' | 'utmCampaign' | 'utmContent' | 'utmTerm' | 'code' | 'pageCode'> = {
  utm_source: 'utmSource',
  ref: 'utmSource',
  utm_medium: 'utmMedium',
  utm_campaign: 'utmCampaign',
  utm_content: 'utmContent',
  utm_term: 'utmTerm',
  [CODE_PARAMETER]: 'code',
  [PAGE_CODE_PARAMETER]: 'pageCode',
}
const clickIds = new Set(knownClickIds)

function readQuery(query: string, address: Address): void {
  for (const part of query.split('&')) {
    const equals = part.indexOf('=')
    if (equals <= 0) continue
    const name = part.slice(0, equals).toLowerCase()
    if (clickIds.has(name)) address.clickId ??= name
    const field = Object.hasOwn(fieldOf, name) ? fieldOf[name] : undefined
    if (field) address[field] ??= decoded(part.slice(equals + 1))
  }
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
