import { readTrackerHit, type ReadHit } from './read-hit.ts'

/** What a page of another tool's said: hits, some of which may be unreadable (null), and about the caller what stands in no header. */
export interface Said {
  hits: readonly (ReadHit | null)[]
  userAgent?: string
  ip?: string
}

type Words = Record<string, unknown>

/** Such as sites carry for other tools: each understands what that tool's own script and clients send, and answers as it would. */
export interface DropIn {
  path: string
  methods: readonly ('GET' | 'POST')[]
  read(body: string, query: URLSearchParams): Said
  status: number
  /** What its clients want to read; nothing unless said. */
  answer?: { type: string; body: string }
}

const wordsOf = (value: unknown): Words => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Words) : {})

/** JSON as an object; none where it is no such. */
function parsed(text: unknown): Words {
  if (typeof text !== 'string') return wordsOf(text)
  try {
    return wordsOf(JSON.parse(text))
  } catch {
    return {}
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined)
/** How much of a page was seen, from percent; undefined where it is not told. */
const partOf = (percent: unknown): number | undefined => {
  const told = number(percent)
  return told === undefined ? undefined : told / 100
}
const number = (value: unknown): number | undefined => (value !== undefined && value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined)

/**
 * Plausible's Events API (https://plausible.io/docs/events-api) and its script's short names. Its outbound clicks, downloads and how far a
 * page was read (`sd`) are ours; `404` is the goal of that name.
 */
function readPlausible(body: string): Said {
  const said = parsed(body)
  const name = text(said.n ?? said.name)
  const props = parsed(said.p ?? said.props ?? said.m ?? said.meta)
  const revenue = parsed(said.$ ?? said.revenue)
  const page = { site: text(said.d ?? said.domain), url: said.u ?? said.url, referrer: said.r ?? said.referrer, width: number(said.w) }
  if (name === 'pageview') return { hits: [readTrackerHit({ ...page, kind: 'view' })] }
  if (name === 'engagement') return { hits: [readTrackerHit({ ...page, kind: 'engagement', engaged: number(said.e) ?? 0, depth: partOf(said.sd) })] }
  const out = name === 'Outbound Link: Click' || name === 'File Download' ? text(props.url) : undefined
  return { hits: [readTrackerHit({ ...page, kind: out ? 'outbound' : 'goal', name: out ?? name, value: revenue.amount, currency: revenue.currency })] }
}

/** Umami's `POST /api/send` (https://umami.is/docs/api/sending-stats): a view, or a goal where it has a name. Who somebody is (`identify`) is not kept. */
function readUmami(body: string): Said {
  const { type, payload } = parsed(body)
  const said = wordsOf(payload)
  if (type === 'identify') return { hits: [] }
  const url = text(said.url) ?? '/'
  const name = text(said.name)
  const data = wordsOf(said.data)
  const hit = {
    site: said.website,
    kind: name ? 'goal' : 'view',
    url: url.startsWith('/') && text(said.hostname) ? `https://${text(said.hostname)}${url}` : url,
    referrer: said.referrer,
    width: number(text(said.screen)?.split('x')[0]),
    ...(name && { name, value: data.revenue, currency: data.currency }),
  }
  return { hits: type === 'event' ? [readTrackerHit(hit)] : [null] }
}

/** What GA4 sends of itself, beside what somebody did. */
const OF_ITSELF = new Set(['session_start', 'first_visit', 'scroll', 'user_engagement', 'form_start', 'view_search_results'])

/** One of GA4's events (https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference/events) as hits of ours. */
function hitsOfGa4(name: string | undefined, params: Words, page: { site: unknown; visitor?: string; width?: number }): (ReadHit | null)[] {
  const engaged = number(params.engagement_time_msec) ?? 0
  const at = { ...page, url: params.page_location, referrer: params.page_referrer }
  const worth = { value: params.value, currency: params.currency }
  const depth = name === 'scroll' ? partOf(params.percent_scrolled) : undefined
  const hits: (ReadHit | null)[] = engaged > 0 || depth ? [readTrackerHit({ ...at, kind: 'engagement', engaged, depth })] : []
  if (name === 'page_view') hits.push(readTrackerHit({ ...at, kind: 'view' }))
  else if (name === 'purchase' && text(params.transaction_id)) hits.push(readTrackerHit({ ...at, ...worth, kind: 'order', code: params.transaction_id }))
  else if ((name === 'click' || name === 'file_download') && text(params.link_url)) hits.push(readTrackerHit({ ...at, kind: 'outbound', name: params.link_url }))
  else if (!name || !OF_ITSELF.has(name)) hits.push(readTrackerHit({ ...at, ...worth, kind: 'goal', name }))
  return hits
}

const MOST_EVENTS = 25

/**
 * GA4's Measurement Protocol (https://developers.google.com/analytics/devguides/collection/protocol/ga4): a shop's own
 * server speaks for its visitors, so the client's id is theirs, and their address and browser are what it says they are.
 */
function readMeasurementProtocol(body: string, query: URLSearchParams): Said {
  const said = parsed(body)
  const page = { site: query.get('measurement_id'), visitor: text(said.client_id) }
  const events = Array.isArray(said.events) ? said.events.slice(0, MOST_EVENTS).map(wordsOf) : [{}]
  return { hits: events.flatMap((event) => hitsOfGa4(text(event.name), wordsOf(event.params), page)), userAgent: text(said.user_agent), ip: text(said.ip_override) }
}

/**
 * What gtag.js sends, `/g/collect`: an event in the address, or one a line in the body beside what they have in common.
 * The id in its cookie is read only where the visitor allowed that (`gcs`, the consent mode's `G1` and `1` in the second place).
 */
function readGtag(body: string, query: URLSearchParams): Said {
  const lines = body.split('\n').filter((line) => line.trim() !== '').slice(0, MOST_EVENTS)
  return {
    hits: (lines.length > 0 ? lines : ['']).flatMap((line) => {
      const all = new URLSearchParams([...query, ...new URLSearchParams(line)])
      const last = (name: string) => all.getAll(name).at(-1)
      const params: Words = { page_location: last('dl'), page_referrer: last('dr'), engagement_time_msec: last('_et') }
      for (const [name, value] of all) if (/^epn?\./.test(name)) params[name.replace(/^epn?\./, '')] = value
      params.currency ??= last('cu')
      const agreed = /^G1.1/.test(last('gcs') ?? '')
      return hitsOfGa4(last('en'), params, { site: last('tid'), visitor: agreed ? last('cid') : undefined, width: number(last('sr')?.split('x')[0]) })
    }),
  }
}

export const dropIns: readonly DropIn[] = [
  { path: '/api/event', methods: ['POST'], read: readPlausible, status: 202, answer: { type: 'text/plain', body: 'ok' } },
  { path: '/api/send', methods: ['POST'], read: readUmami, status: 200, answer: { type: 'application/json', body: '{}' } },
  { path: '/mp/collect', methods: ['POST'], read: readMeasurementProtocol, status: 204 },
  { path: '/g/collect', methods: ['GET', 'POST'], read: readGtag, status: 204 },
]

/** Where they call, from any site. */
export const dropInPaths: ReadonlySet<string> = new Set(dropIns.map(({ path }) => path))
