import { logClock } from './log-clock.ts'
import type { LogLine } from './log-line.ts'
import { readRequest } from './server-log.ts'

/**
 * What each field is called in the configurations that people copy: nginx's variables, what Logstash and the like rename
 * them to, and Caddy. The first that holds something counts.
 */
const NAMES = {
  forwarded: ['http_x_forwarded_for', 'x_forwarded_for', 'xff', 'x_real_ip', 'http_x_real_ip', 'http_cf_connecting_ip'],
  ip: ['remote_addr', 'client_ip', 'clientip', 'remote_ip', 'realip_remote_addr', 'client', 'ip', 'remote'],
  at: ['time_iso8601', 'msec', 'time_local', '@timestamp', 'timestamp', 'time', 'ts', 'datetime', 'date'],
  request: ['request', 'request_line'],
  method: ['request_method', 'method', 'verb', 'http_method'],
  target: ['request_uri', 'uri', 'url', 'path', 'request_path'],
  query: ['args', 'query_string', 'query'],
  status: ['status', 'status_code', 'response', 'response_status', 'code'],
  referrer: ['http_referer', 'http_referrer', 'referer', 'referrer'],
  agent: ['http_user_agent', 'user_agent', 'useragent', 'agent', 'ua'],
  host: ['http_host', 'host', 'server_name', 'vhost', 'domain'],
  language: ['http_accept_language', 'accept_language'],
  user: ['remote_user', 'user', 'user_id'],
} as const satisfies Record<string, readonly string[]>
type Field = keyof typeof NAMES

/** Reads a line of a log that is written as JSON, an object a line. Null for what is none, or has no time or status. */
export function jsonLogReader(): (text: string, zoneOf: (wall: string) => number) => LogLine | null {
  const clockOf = logClock()
  return (text, zoneOf) => {
    const fields = fieldsOf(text)
    if (!fields) return null
    const of = (field: Field): string | null => {
      for (const name of NAMES[field]) {
        const value = fields.get(name)
        if (value !== undefined) return value === '-' ? '' : value
      }
      return null
    }
    const status = Number(of('status'))
    const time = of('at')
    const ip = of('forwarded')?.split(',')[0]!.trim() || of('ip')
    if (!(status >= 100 && status < 600) || time === null || !ip) return null
    const request = { method: of('method')?.toUpperCase() ?? '', target: of('target') ?? '' }
    const whole = of('request')
    if (whole !== null && (request.method === '' || request.target === '')) readRequest(whole, 0, whole.length, request)
    const query = of('query')
    if (query && request.target !== '' && !request.target.includes('?')) request.target += `?${query.replace(/^\?/, '')}`
    return {
      ...request,
      host: of('host')?.replace(/:\d+$/, '') || null,
      ip,
      signedIn: (of('user') ?? '') !== '',
      at: timeOf(time, clockOf, zoneOf),
      status,
      referrer: of('referrer'),
      agent: of('agent'),
      language: of('language'),
    }
  }
}

/** Names and values, in small letters and with `_`; of what lies deeper (Caddy's `request.headers`) as if it lay on top. */
function fieldsOf(text: string): Map<string, string> | null {
  // nginx writes `\x22` where it was not told that this is to be JSON.
  const line = parsed(text) ?? (text.includes('\\x') ? parsed(text.replace(/\\x([0-9a-f]{2})/gi, '\\u00$1')) : null)
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return null
  const fields = new Map<string, string>()
  const gather = (of: object, deep: number) => {
    for (const [name, value] of Object.entries(of) as [string, unknown][]) {
      const known = Array.isArray(value) ? (value[0] as unknown) : value
      const called = name.toLowerCase().replaceAll('-', '_')
      if (typeof known === 'string' || typeof known === 'number') {
        if (!fields.has(called)) fields.set(called, asBytes(String(known)))
      } else if (typeof known === 'object' && known !== null && deep < 2) gather(known, deep + 1)
    }
  }
  gather(line, 0)
  return fields
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** As all pieces of a log stand here: a byte a character. */
const asBytes = (text: string): string => (/[^\0-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text)

/** ISO 8601, Apache's spelling, or seconds or milliseconds since 1970. NaN for what is none. */
function timeOf(text: string, clockOf: ReturnType<typeof logClock>, zoneOf: (wall: string) => number): number {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  if (/^\d{12,13}$/.test(text)) return Number(text)
  if (/^\d\d\/[A-Z][a-z]{2}\/\d{4}:/.test(text)) return clockOf(text, 0)
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text)
  if (!match) return NaN
  const [, day, time, offset] = match
  return offset ? Date.parse(`${day}T${time}${offset === 'Z' ? offset : `${offset.slice(0, 3)}:${offset.slice(-2)}`}`) : zoneOf(`${day} ${time}`)
}
