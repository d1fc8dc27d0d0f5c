import { LOG_TIME_LENGTH, type logClock } from './log-clock.ts'
import type { LogLine } from './log-line.ts'

/**
 * Reads a line of Apache's and nginx's own logs out of a larger text: `common`, `combined` and both with the virtual
 * host before them; of what stands behind the browser only an address that a proxy forwarded. Null for what is none.
 *
 * By places in the text and not by a pattern: a log has millions of these. What it answers holds on to the text.
 */
export function readServerLog(text: string, from: number, to: number, clockOf: ReturnType<typeof logClock>): LogLine | null {
  const bracket = text.indexOf('[', from)
  if (bracket < 0 || bracket >= to || text[bracket - 1] !== ' ') return null
  const who = whoOf(text, from, bracket - 1)
  const closes = bracket + 1 + LOG_TIME_LENGTH
  if (!who || !text.startsWith('] "', closes)) return null
  const at = clockOf(text, bracket + 1)

  const request = closes + 3
  const requestEnd = closingQuote(text, request)
  if (requestEnd < 0 || requestEnd >= to) return null
  const status = statusAt(text, requestEnd + 2)
  if (status === 0) return null
  const line: LogLine = { ...who, at, method: '', target: '', status, referrer: null, agent: null, language: null }
  readRequest(text, request, requestEnd, line)

  const referrer = text.indexOf('"', requestEnd + 5) + 1
  if (referrer === 0 || referrer > to) return line
  const referrerEnd = closingQuote(text, referrer)
  if (referrerEnd < 0 || referrerEnd >= to || !text.startsWith(' "', referrerEnd + 1)) return null
  line.referrer = said(text, referrer, referrerEnd)
  const agent = referrerEnd + 3
  // A last line may have been cut off within it.
  const agentEnd = closingQuote(text, agent)
  const ends = agentEnd < 0 || agentEnd > to ? to : agentEnd
  line.agent = said(text, agent, ends)
  if (text.startsWith(' "', ends + 1) && ends + 3 < to) line.ip = forwardedFor(text, ends + 3, to) ?? line.ip
  return line
}

/** `203.0.113.9 - -`, or with the virtual host in front. */
function whoOf(text: string, from: number, to: number): { host: string | null; ip: string; signedIn: boolean } | null {
  const space = text.indexOf(' ', from)
  if (space < from + 1 || space >= to) return null
  if (text.startsWith(' - - [', space) && space + 4 === to) return { host: null, ip: text.slice(from, space), signedIn: false }
  const words = text.slice(from, to).split(' ')
  // The second word is an address where the first is the host's name; else it is `-`, or whoever identd named.
  const named = words.length >= 4 && /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)$/i.test(words[1]!)
  const [ip, , user] = named ? words.slice(1) : words
  return ip && user ? { host: named ? words[0]!.replace(/:\d+$/, '') : null, ip, signedIn: user !== '-' } : null
}

/** `GET /path HTTP/1.1`; whatever else it is stays empty. */
export function readRequest(text: string, from: number, to: number, into: { method: string; target: string }): void {
  const space = text.indexOf(' ', from)
  if (space < from + 1 || space >= to || text[space + 1] !== '/' && !text.startsWith('http', space + 1) && text[space + 1] !== '*') return
  const version = text.lastIndexOf(' ', to - 1)
  if (version <= space || !text.startsWith('HTTP/', version + 1)) return
  into.method = text.slice(from, space)
  into.target = text.slice(space + 1, version)
}

/** A quote within is written `\"` (Apache) or `\x22` (nginx). */
function closingQuote(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return quote
  }
  return -1
}

/** 0 where there is none. */
function statusAt(text: string, at: number): number {
  const status = (text.charCodeAt(at) - 48) * 100 + (text.charCodeAt(at + 1) - 48) * 10 + text.charCodeAt(at + 2) - 48
  return status >= 100 && status < 600 ? status : 0
}

const said = (text: string, from: number, to: number): string => (to === from + 1 && text[from] === '-' ? '' : text.slice(from, to))

/** The first address of an `X-Forwarded-For` that a log writes at its end, as nginx's own configuration does. */
function forwardedFor(text: string, from: number, to: number): string | undefined {
  const end = text.indexOf('"', from)
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)(?=,|$)/i.exec(text.slice(from, end < 0 || end > to ? to : end))?.[0]
}
