import type { BlockTable } from '#platform/hits'
import { groupSource, hostOf } from '../channels/rules.ts'
import { agentOf } from './agent.ts'
import type { Caller, IncomingHit } from './incoming-hit.ts'
import { remembered, rememberedByThree } from '#platform/remembered'

const BEGINS = '{"workspace_id":"'

/** What is found out about a hit's sender; the address itself goes no further than this. */
export interface Sender {
  visitor: number
  country: string
  /** The same as a row's JSON has it behind `"visitor":`, ready to be written. */
  part: string
}

export const senderOf = (visitor: number, country: string): Sender => ({ visitor, country, part: `${visitor}${words('country', country, 2)}` })

// Longer than any honest value; a URL's words are not worth more.
const LONGEST = 500
const LONGEST_WORD = 120

/**
 * Writes hits as lines of the journal, which are rows of `analytics_hits` already: what is not known is left out. What
 * all callers of the same hit share is written once. By hand, and in parts that are remembered, since this is the
 * busiest path of all. The hit has passed the steps: its ids, kinds, numbers and lists are what they should be; only
 * words need quoting.
 */
export function linesOf(hit: IncomingHit): (caller: Caller, at: Date, sender: Sender) => string {
  const begins = `${BEGINS}${hit.workspaceId}","at":`
  const middle = `,"kind":"${hit.kind}","site_id":"${hit.siteId ?? hit.workspaceId}","visitor":`
  const ends = `${words('host', hit.host, LONGEST_WORD)}${words('path', hit.path, LONGEST)}${words('name', hit.name, LONGEST)}${
    words('code', hit.code, LONGEST_WORD)}${words('placement', hit.placement, LONGEST_WORD)}${figure('width', hit.width)}${rarely(hit)}}`
  const source = sourcesOf(hit)
  return ({ userAgent, language, referrer }, at, { part }) => {
    const agent = userAgent === undefined ? undefined : agentOf(userAgent)
    return `${begins}${at.getTime()}${middle}${part}${source(agent?.browser ?? '', referrer ?? '')}${
      language === undefined ? '' : languagePart(language)}${agent === undefined ? '' : agent.part}${ends}`
  }
}

/** What only some hits carry. */
function rarely({ linkId, postId, value, currency, engagedMs, fromSite, from }: IncomingHit): string {
  if (linkId === undefined && postId === undefined && value === undefined && currency === undefined && engagedMs === undefined && fromSite === undefined) return ''
  return `${words('link_id', linkId, LONGEST)}${words('post_id', postId, LONGEST)}${figure('value', value)}${words('currency', currency, LONGEST)}${
    figure('engaged_ms', engagedMs === undefined ? undefined : Math.round(engagedMs))}${
    words('from_site', fromSite, LONGEST)}${from === undefined ? '' : `${figure('from_visitor', from.visitor)}${figure('from_at', from.at.getTime())}`}`
}

/** Half a surrogate pair, sent or left by the cut, would be refused by the store, and the whole block with it. */
const words = (column: string, text: string | undefined, longest: number): string =>
  text === undefined || text === '' ? '' : `,"${column}":${JSON.stringify((text.length > longest ? text.slice(0, longest) : text).toWellFormed())}`

const figure = (column: string, number: number | undefined): string => (number === undefined ? '' : `,"${column}":${number}`)

const SEPARATOR = '\u001f'

/** Where it came from as it was said, and what the rules make of it. Few sources bring most hits. */
function sourcesOf({ host, utmSource = '', utmMedium = '', utmCampaign = '', utmContent = '', utmTerm = '', clickId = '', channel }: IncomingHit) {
  const said = [channel ?? '', utmSource, utmMedium, utmCampaign, utmContent, utmTerm, clickId].join(SEPARATOR)
  return (browser: string, referrer: string): string => sourceOf(said, browser, referrer === '' || isInternal(referrer, host) ? '' : referrer)
}

const sourceOf = rememberedByThree(8000, (tags, browser, came) => {
  const parts = tags.split(SEPARATOR).map((text) => text.trim())
  // Nobody's words hold the separator but those of someone who tries things.
  if (parts.length !== 7) return ',"channel":"other","rule":"tagged"'
  const [channelSaid, utmSource, utmMedium, utmCampaign, utmContent, utmTerm, clickId] = parts as Seven
  const referrer = came.trim()
  const { channel, rule } = groupSource({ channelSaid, referrer, utmSource, utmMedium, utmCampaign, clickId, browser })
  const said = { utm_source: utmSource, utm_medium: utmMedium, utm_campaign: utmCampaign, utm_content: utmContent, utm_term: utmTerm, click_id: clickId }
  return `${words('referrer', referrer, LONGEST)}${Object.entries(said).map(([column, text]) => words(column, text, LONGEST_WORD)).join('')}${
    words('channel_said', channelSaid, LONGEST)},"channel":"${channel}","rule":"${rule}"`
})
type Seven = [string, string, string, string, string, string, string]

/** From one page of a site to the next is no source. */
export const isInternal = (referrer: string, host: string | undefined): boolean =>
  host !== undefined && referrer.includes(withoutWww(host)) && withoutWww(hostOf(referrer)) === withoutWww(host)
const withoutWww = (host: string): string => (host.startsWith('www.') ? host.slice(4) : host)

/** The first language of an Accept-Language header: `id` of `id-ID,id;q=0.9,en;q=0.8`; '' where it names none. */
export function firstLanguage(header: string): string {
  const first = /^[a-z]{2,3}(?![a-z])/i.exec(header)?.[0].toLowerCase() ?? ''
  return OLD_CODES.get(first) ?? first
}
/** Java's: some Android browsers still send them. */
const OLD_CODES: ReadonlyMap<string, string> = new Map([['in', 'id'], ['iw', 'he'], ['jw', 'jv'], ['ji', 'yi']])

const languagePart = remembered(1000, (header) => words('language', firstLanguage(header), 3))

/** The journal's lines are rows already. */
export const hitsTable: BlockTable = { table: 'analytics_hits', begins: BEGINS, varying: ['at', 'visitor'] }
