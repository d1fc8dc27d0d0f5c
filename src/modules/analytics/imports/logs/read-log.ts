import { agentOf, type Agent } from '../../intake/agent.ts'
import { readQuery, type TrackerHit } from '../../intake/read-hit.ts'
import { firstLanguage } from '../../intake/row.ts'
import { countryOf } from '../../intake/senders.ts'
import { networkOf, visitorOfDay } from '../../intake/visitor.ts'
import { isOfSite, NOT_FOUND } from '../../model.ts'
import { rememberedPieces } from '#platform/remembered'
import { daysOf } from '../days.ts'
import { decoded, piecesOf } from '../file/lines.ts'
import { isStorable, type PastHit, type Reading, type Sink } from '../format.ts'
import type { LogLine } from './log-line.ts'
import { kindOfPath } from './page-of.ts'

/** Reads one line of a log out of a larger text, null where it is none; made anew for each file. */
export type LineReader = (text: string, from: number, to: number) => LogLine | null

/** Reads a log from its first to its last line, in pieces: what it holds in memory does not grow with it. */
export async function readLog(chunks: AsyncIterable<Buffer>, readLine: LineReader, reading: Reading, into: Sink): Promise<void> {
  const tell = teller(reading, into)
  let number = 0
  for await (const { text, each, tooLong } of piecesOf(chunks)) {
    for (let nth = 0; nth < tooLong; nth++) into.unreadable(++number, 'analytics.line-too-long')
    each((from, to) => {
      number++
      if (isNoLine(text, from, to)) return
      const line = readLine(text, from, to)
      if (!line) into.unreadable(number, 'analytics.line-unreadable')
      else if (!isStorable(line.at)) into.unreadable(number, 'analytics.line-time')
      else tell(line)
    })
    await into.pause()
  }
}

/** Empty, or a note of the program that wrote the log. */
const isNoLine = (text: string, from: number, to: number): boolean => to === from || text[from] === '#'

/** So many different ones of each are remembered, in memory alone: few make up most of a log. */
const MOST_REMEMBERED = 20_000

interface KnownAgent extends Pick<Agent, 'bot' | 'browser' | 'system' | 'device'> {
  text: string
  /** Who came with it on the day that was last looked at, by address. */
  day: number
  visitors: Map<string, number>
}

interface KnownTarget {
  path: string
  kind: 'page' | 'file' | 'backstage'
  said: Partial<TrackerHit>
}

const MOST_VISITORS_OF_AGENT = 2_000

/** Tells of each request whether it was a person's look at a page, and what it was else, in the order of what is cheapest to see. */
function teller({ site, zone, own, salt }: Reading, into: Sink): (line: LogLine) => void {
  const dayOf = daysOf(zone)
  const ownNetworks = new Set(own.map(networkOf))
  const hosts = rememberedPieces(1000, (host) => isElsewhere(host, site.host))
  const targets = rememberedPieces(MOST_REMEMBERED, targetOf)
  const addresses = rememberedPieces(MOST_REMEMBERED, (ip) => ({ ip, country: countryOf(ip), own: ownNetworks.has(networkOf(ip)) }))
  const referrers = rememberedPieces(MOST_REMEMBERED, (referrer) => decoded(unescaped(referrer)))
  const agents = rememberedPieces(MOST_REMEMBERED, (agent): KnownAgent => {
    const text = decoded(unescaped(agent))
    const { bot, browser, system, device } = agentOf(text)
    return { bot, browser, system, device, text, day: NaN, visitors: new Map() }
  })

  const visitorOf = (known: KnownAgent, ip: string, at: number): number => {
    const day = dayOf(at)
    if (known.day !== day || known.visitors.size > MOST_VISITORS_OF_AGENT) {
      known.day = day
      known.visitors.clear()
    }
    let visitor = known.visitors.get(ip)
    if (visitor === undefined) {
      visitor = visitorOfDay(salt, day, site.id, ip, known.text)
      known.visitors.set(ip, visitor)
    }
    return visitor
  }

  return (line) => {
    if (line.host !== null && hosts(line.host)) return into.leaveOut('other-site')
    const taken = into.taken(line.at)
    if (taken) return into.leaveOut(taken)
    if (line.method === '') return into.leaveOut('no-request')
    if (line.method !== 'GET') return into.leaveOut('not-a-look')
    const target = targets(line.target)
    if (target.kind !== 'page') return into.leaveOut(target.kind)
    const { status } = line
    const found = (status >= 200 && status < 204) || status === 304
    if (!found && status !== 404 && status !== 410) return into.leaveOut(status >= 300 && status < 400 ? 'redirect' : 'refused')
    const address = addresses(line.ip)
    if (line.signedIn || address.own) return into.leaveOut('own-visit')
    // A log that does not name browsers can't tell programs from people.
    const agent = agents(line.agent ?? NOT_LOGGED)
    if (line.agent !== null && agent.bot) return into.leaveOut('bot')
    into.hit(hitOf(line, target, { country: address.country, agent, visitor: visitorOf(agent, address.ip, line.at), found, referrer: referrers(line.referrer ?? '') }, site.host))
  }
}

/** Stands for the browser in the visitor's hash. */
const NOT_LOGGED = '?'

interface Found {
  country: string
  agent: KnownAgent
  visitor: number
  found: boolean
  referrer: string
}

const hitOf = (line: LogLine, { path, said }: KnownTarget, { country, agent, visitor, found, referrer }: Found, host: string): PastHit => ({
  at: line.at,
  kind: found ? 'view' : 'goal',
  host: line.host === null ? host : line.host.toLowerCase(),
  path,
  name: found ? '' : NOT_FOUND,
  visitor,
  referrer,
  utmSource: said.utmSource ?? '',
  utmMedium: said.utmMedium ?? '',
  utmCampaign: said.utmCampaign ?? '',
  utmContent: said.utmContent ?? '',
  utmTerm: said.utmTerm ?? '',
  clickId: said.clickId ?? '',
  code: said.code ?? '',
  // Whoever came without a referrer came directly; where none was ever written down, nobody knows.
  channelSaid: line.referrer === null ? 'other' : '',
  country,
  language: line.language === null ? '' : firstLanguage(line.language),
  device: line.agent === null ? '' : agent.device,
  browser: line.agent === null ? '' : agent.browser,
  system: line.agent === null ? '' : agent.system,
  width: 0,
})

/** A name of another site; what is no name of a site at all (an address, nginx's `_`) says nothing. */
function isElsewhere(host: string, siteHost: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return /[a-z]/.test(name) && name.includes('.') && !name.includes(':') && !isOfSite(name, siteHost)
}

function targetOf(target: string): KnownTarget {
  const [, whole, query] = /^(?:https?:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(decoded(unescaped(target)))!
  const path = whole === '' ? '/' : whole!
  const said: TrackerHit = { kind: 'view', host: '' }
  if (query) readQuery(query, said, {})
  return { path, kind: kindOfPath(path), said }
}

/** Apache writes bytes that can't be printed as `\xhh`, and a quote as `\"`; nginx a quote as `\x22`. */
const unescaped = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(?:x([0-9a-f]{2})|(["\\]))/gi, (_, hex: string | undefined, sign: string) => (hex ? String.fromCharCode(parseInt(hex, 16)) : sign)) : text
