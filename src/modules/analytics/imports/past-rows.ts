import { groupSource, hostOf } from '../channels/rules.ts'
import { remembered } from '#platform/remembered'
import type { PastDays, PastHit } from './format.ts'

const LONGEST = 500
const LONGEST_WORD = 120
const SEPARATOR = '\u001f'

/** Writes hits of the past as rows of `analytics_hits`; where they came from is grouped by the same rules as today's. */
export function pastHitRows(workspaceId: string, siteId: string): (hit: PastHit) => string {
  const begins = `{"workspace_id":"${workspaceId}","site_id":"${siteId}","at":`
  return (hit) =>
    `${begins}${hit.at},"kind":"${hit.kind}","visitor":${hit.visitor}${words('host', hit.host, LONGEST_WORD)}${words('path', hit.path, LONGEST)}${words('name', hit.name, LONGEST)}${
      words('code', hit.code, LONGEST_WORD)}${sourceOf(hit)}${words('country', hit.country, 2)}${words('language', hit.language, 3)}${
      machineOf([hit.device, hit.browser, hit.system].join(SEPARATOR))}${hit.width > 0 ? `,"width":${hit.width}` : ''}}`
}

const words = (column: string, text: string, longest: number): string =>
  text === '' ? '' : `,"${column}":${JSON.stringify((text.length > longest ? text.slice(0, longest) : text).toWellFormed())}`

const sourceOf = ({ channelSaid, utmSource, utmMedium, utmCampaign, utmContent, utmTerm, clickId, referrer, browser, host }: PastHit): string =>
  sources([channelSaid, utmSource, utmMedium, utmCampaign, utmContent, utmTerm, clickId, isInternal(referrer, host) ? '' : referrer, browser].join(SEPARATOR))

const sources = remembered(8000, (joined) => {
  const [channelSaid = '', utmSource = '', utmMedium = '', utmCampaign = '', utmContent = '', utmTerm = '', clickId = '', referrer = '', browser = ''] = joined.split(SEPARATOR).map((text) => text.trim())
  const { channel, rule } = groupSource({ channelSaid, referrer, utmSource, utmMedium, utmCampaign, clickId, browser })
  const said = { utm_source: utmSource, utm_medium: utmMedium, utm_campaign: utmCampaign, utm_content: utmContent, utm_term: utmTerm, click_id: clickId, channel_said: channelSaid, channel, rule }
  return `${words('referrer', referrer, LONGEST)}${Object.entries(said).map(([column, text]) => words(column, text, LONGEST_WORD)).join('')}`
})

/** From one page of a site to the next is no source. */
const isInternal = (referrer: string, host: string): boolean => referrer !== '' && internal(`${withoutWww(host)}${SEPARATOR}${referrer}`)
const internal = remembered(8000, (joined) => {
  const [host = '', referrer = ''] = joined.split(SEPARATOR)
  return withoutWww(hostOf(referrer)) === host
})
const withoutWww = (host: string): string => (host.startsWith('www.') ? host.slice(4) : host)

const machineOf = remembered(2000, (joined) => {
  const [device = '', browser = '', system = ''] = joined.split(SEPARATOR)
  return `${words('device', device, LONGEST_WORD)}${words('browser', browser, LONGEST_WORD)}${words('system', system, LONGEST_WORD)}`
})

/** What a file tells of days as rows of `analytics_imported_days`. */
export const pastDaysRows =
  ({ workspaceId, siteId, importId }: { workspaceId: string; siteId: string; importId: string }, tool: string) =>
  ({ day, lastDay, dimension, value, visitors, visits, views, bounces }: PastDays): object => ({
    workspace_id: workspaceId,
    site_id: siteId,
    import_id: importId,
    tool,
    day,
    last_day: lastDay,
    dimension,
    value: value.slice(0, LONGEST).toWellFormed(),
    visitors,
    visits,
    views,
    bounces,
  })
