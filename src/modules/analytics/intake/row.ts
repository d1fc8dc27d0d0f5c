import type { BlockTable } from '#platform/hits'
import { groupSource, hostOf } from '../channels/rules.ts'
import { agentOf } from './agent.ts'
import type { IncomingHit } from './incoming-hit.ts'
import { remembered } from './remembered.ts'

/** What is found out about a hit's sender; the address itself goes no further than this. */
export interface Sender {
  visitor: string
  country: string
}

// Longer than any honest value; a URL's words are not worth more.
const LONGEST = 500
const LONGEST_WORD = 120

const SEPARATOR = '\u001f'
const groupedOf = remembered(8000, (joined) => {
  const [channelSaid, referrer, utmSource, utmMedium, utmCampaign, clickId, browser] = joined.split(SEPARATOR) as [string, string, string, string, string, string, string]
  return groupSource({ channelSaid, referrer, utmSource, utmMedium, utmCampaign, clickId, browser })
})

/** The hit as a line of the journal, which is a row of `analytics_hits` already: what is not known is left out. */
export function lineOf(hit: IncomingHit, at: Date, { visitor, country }: Sender): string {
  const { userAgent } = hit
  const agent = userAgent === undefined ? undefined : agentOf(userAgent)
  const referrer = hit.referrer === undefined || isInternal(hit) ? '' : cut(hit.referrer, LONGEST)
  const utmSource = word(hit.utmSource)
  const utmMedium = word(hit.utmMedium)
  const utmCampaign = word(hit.utmCampaign)
  const clickId = word(hit.clickId)
  const browser = agent?.browser ?? ''
  // The grouping looks at the referrer's host only; so there are few different questions.
  const referrerHost = referrer === '' ? '' : `https://${hostOf(referrer)}`
  const grouped = groupedOf([hit.channel ?? '', referrerHost, utmSource, utmMedium, utmCampaign, clickId, browser].join(SEPARATOR))
  return JSON.stringify({
    workspace_id: hit.workspaceId,
    at: at.getTime(),
    kind: hit.kind,
    site_id: hit.siteId ?? hit.workspaceId,
    visitor,
    host: some(hit.host),
    path: hit.path === undefined ? undefined : cut(hit.path, LONGEST),
    name: hit.name === undefined ? undefined : cut(hit.name, LONGEST),
    referrer: some(referrer),
    utm_source: some(utmSource),
    utm_medium: some(utmMedium),
    utm_campaign: some(utmCampaign),
    utm_content: some(word(hit.utmContent)),
    utm_term: some(word(hit.utmTerm)),
    click_id: some(clickId),
    channel_said: hit.channel,
    channel: grouped.channel,
    rule: grouped.rule,
    code: some(word(hit.code)),
    link_id: hit.linkId,
    post_id: hit.postId,
    placement: some(word(hit.placement)),
    value: hit.value,
    currency: hit.currency,
    engaged_ms: hit.engagedMs === undefined ? undefined : Math.round(hit.engagedMs),
    country: some(country),
    language: hit.language === undefined ? undefined : some(languageIn(hit.language)),
    device: some(agent?.device),
    browser: some(browser),
    system: some(agent?.system),
    width: hit.width,
  })
}

const BEGINS = '{"workspace_id":"'
const UUID_LENGTH = 36

/** How the loader reads the journal: the lines are rows already. */
export const hitsTable: BlockTable = {
  table: 'analytics_hits',
  toRows: (lines) => {
    const workspaceIds = new Set<string>()
    const rows = lines.map((line) => {
      if (!line.startsWith(BEGINS) || !line.endsWith('}')) return null
      workspaceIds.add(line.slice(BEGINS.length, BEGINS.length + UUID_LENGTH))
      return line
    })
    return { rows, workspaceIds }
  },
}

/** `id` of `id-ID,id;q=0.9,en;q=0.8`. */
const languageIn = (header: string): string => /^[a-z]{2,3}(?![a-z])/i.exec(header)?.[0].toLowerCase() ?? ''

/** From one page of a site to the next is no source. */
const isInternal = ({ referrer, host }: IncomingHit): boolean => host !== undefined && hostOf(referrer!).replace(/^www\./, '') === host.replace(/^www\./, '')

const some = (text: string | undefined): string | undefined => (text === '' ? undefined : text)
const word = (text: string | undefined): string => (text === undefined ? '' : cut(text.trim(), LONGEST_WORD))
/** No half of a surrogate pair is left at the end. */
const cut = (text: string, most: number): string => (text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, ''))
