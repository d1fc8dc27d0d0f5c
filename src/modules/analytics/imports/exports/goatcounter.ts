import { visitorWithConsent } from '../../intake/visitor.ts'
import { tableFormat } from '../file/columns.ts'
import { isStorable, type Format } from '../format.ts'
import { browserNamed, countryNamed, deviceOf, hitWith, systemNamed } from './words.ts'

/**
 * GoatCounter's CSV export, a row for each view or event (https://www.goatcounter.com/help/export). The first column's name
 * carries the number of its version; both that there were have the same names. Visitors are its sessions.
 */
export const goatcounter: Format = tableFormat(
  'goatcounter',
  {
    needed: ['path', 'event', 'session', 'bot', 'at'],
    aliases: {
      path: ['1Path', '2Path', '2,Path', '3Path'],
      event: ['Event'],
      bot: ['Bot'],
      session: ['Session'],
      referrer: ['Referrer'],
      scheme: ['Referrer scheme'],
      browser: ['Browser'],
      system: ['System'],
      size: ['Screen size'],
      location: ['Location'],
      at: ['Date'],
    },
  },
  ({ site, salt }, into) =>
    (told, line) => {
      const at = Date.parse(told('at'))
      if (!isStorable(at)) return into.unreadable(line, 'analytics.line-time')
      const taken = into.taken(at)
      if (taken) return into.leaveOut(taken)
      if (!['', '0'].includes(told('bot'))) return into.leaveOut('bot')
      if (told('path') === '') return into.unreadable(line, 'analytics.line-unreadable')
      const isEvent = told('event') === 'true'
      const [referrer, source] = cameFrom(told('referrer'), told('scheme'))
      const system = systemNamed(told('system'))
      const width = Math.round(Number(told('size').split(/[,x]/)[0])) || 0
      into.hit(
        hitWith({
          at,
          kind: isEvent ? 'goal' : 'view',
          host: site.host,
          path: isEvent ? '' : withSlash(told('path')),
          name: isEvent ? told('path') : '',
          // Without a session it is nobody's, and of no visit.
          visitor: told('session') === '' ? 0 : visitorWithConsent(site.id, `${salt}\n${told('session')}`),
          referrer,
          utmSource: source,
          country: countryNamed(told('location').slice(0, 2)),
          browser: browserNamed(told('browser')),
          system,
          device: deviceOf(system, width),
          width: width < 65_535 ? width : 0,
        }),
      )
    },
)

const withSlash = (path: string): string => (path.startsWith('/') ? path : `/${path}`)

/** `h` is an address without its scheme, `o` one with another (an app's), `c` a campaign, `g` a name that stands for many addresses. */
const cameFrom = (told: string, scheme: string): [referrer: string, source: string] => {
  if (told === '') return ['', '']
  if (scheme === 'c' || scheme === 'g') return ['', told]
  return [/^[a-z-]+:\/\//i.test(told) ? told : `https://${told}`, '']
}
