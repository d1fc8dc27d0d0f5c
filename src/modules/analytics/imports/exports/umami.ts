import { readQuery, type TrackerHit } from '../../intake/read-hit.ts'
import { firstLanguage } from '../../intake/row.ts'
import { visitorWithConsent } from '../../intake/visitor.ts'
import { isOfSite } from '../../model.ts'
import { tableFormat } from '../file/columns.ts'
import { isStorable, type Format } from '../format.ts'
import { browserNamed, countryNamed, deviceNamed, hitWith, systemNamed } from './words.ts'

/** Umami's numbers of what a row is; others (what it measures of speed, say) are no hits. */
const VIEW = '1'
const EVENT = '2'

/**
 * Umami's `website_event.csv`, as its data export has it and its database: a row for each view or event, times in UTC.
 * Visitors are its sessions.
 */
export const umami: Format = tableFormat(
  'umami',
  {
    needed: ['session', 'at', 'path', 'type'],
    aliases: {
      session: ['session_id'],
      at: ['created_at'],
      path: ['url_path'],
      query: ['url_query'],
      domain: ['referrer_domain'],
      referrerPath: ['referrer_path'],
      type: ['event_type'],
      event: ['event_name'],
      host: ['hostname'],
      country: ['country'],
      language: ['language'],
      device: ['device'],
      browser: ['browser'],
      system: ['os'],
      screen: ['screen'],
    },
  },
  ({ site, salt }, into) =>
    (told, line) => {
      const at = timeOf(told('at'))
      if (!isStorable(at)) return into.unreadable(line, 'analytics.line-time')
      const host = told('host').toLowerCase()
      if (host.includes('.') && !isOfSite(host, site.host)) return into.leaveOut('other-site')
      const taken = into.taken(at)
      if (taken) return into.leaveOut(taken)
      const type = told('type')
      if (type !== VIEW && type !== EVENT) return into.leaveOut('other-matter')
      if (told('path') === '' || (type === EVENT && told('event') === '')) return into.unreadable(line, 'analytics.line-unreadable')
      const said: TrackerHit = { kind: 'view', host: '' }
      readQuery(told('query').replace(/^\?/, ''), said, {})
      const width = Number(told('screen').split('x')[0])
      into.hit(
        hitWith({
          at,
          kind: type === VIEW ? 'view' : 'goal',
          host: host.includes('.') ? host : site.host,
          path: told('path'),
          name: type === VIEW ? '' : told('event'),
          visitor: visitorWithConsent(site.id, `${salt}\n${told('session')}`),
          referrer: told('domain') === '' ? '' : `https://${told('domain')}${told('referrerPath')}`,
          utmSource: said.utmSource,
          utmMedium: said.utmMedium,
          utmCampaign: said.utmCampaign,
          utmContent: said.utmContent,
          utmTerm: said.utmTerm,
          clickId: said.clickId,
          code: said.code,
          country: countryNamed(told('country')),
          language: firstLanguage(told('language')),
          device: deviceNamed(told('device')),
          browser: browserNamed(told('browser')),
          system: systemNamed(told('system')),
          width: width > 0 && width < 65_535 ? Math.round(width) : 0,
        }),
      )
    },
)

/** `2026-08-13 10:33:49`, in UTC where nothing else is said. */
function timeOf(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,6})?)\s*(Z|\+00(?::?00)?)?$/.exec(text.trim())
  return match ? Date.parse(`${match[1]}T${match[2]!.slice(0, 12)}Z`) : NaN
}
