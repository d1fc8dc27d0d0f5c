import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeader, ServerResponse } from 'node:http'
import type { TrustsProxy } from '#platform/config'
import type { AnswerAhead } from '#platform/http'
import type { Asked } from './caller.ts'
import type { Plain } from './destination.ts'

/** How the server that has the routes reads a request. */
export interface AheadParts {
  /** The path that a request means, by the host it came in by (`openDomains`). */
  pathFor(host: string | undefined, url: string): string
  /** Which proxies are ours, who say who asks; null where none stands in front. */
  trustsProxy: TrustsProxy | null
}

export interface Ahead {
  answer: AnswerAhead
  /** A plain link was led to the ordinary way, after hooks had put `house` on the answer. */
  learn(destination: Plain, house: readonly [name: string, value: OutgoingHttpHeader][]): void
}

export interface AheadNeeds extends AheadParts {
  /** What is remembered of a code and need not be asked again, where it leads everybody to one place. */
  plain(code: string): Plain | undefined
  onLed(asked: Asked, destination: Plain): void
}

/** What an opened link is answered with, beside what the house puts on every answer. */
export const headersTo = (location: string) => ({ location, 'cache-control': 'no-store', 'content-length': '0' })

/** Node's types know this method of a request's head only. */
type Head = ServerResponse & { getRawHeaderNames(): string[] }

export const houseHeadersOf = (response: ServerResponse): [string, OutgoingHttpHeader][] =>
  (response as Head).getRawHeaderNames().map((name) => [name, response.getHeader(name)!])

/**
 * Says again what the ordinary way has said: a plain link (no rule, no word, no limit) that was opened a moment ago is answered
 * without routing and hooks, with the very headers that they gave it then. The first opening after a link's news, or
 * after its half minute, goes the ordinary way; so does all that is not the plain GET of a code, and whatever came in by a shop's own domain.
 */
export function openAhead({ pathFor, trustsProxy, plain, onLed }: AheadNeeds): Ahead {
  const said = new WeakMap<Plain, OutgoingHttpHeader[]>()

  return {
    answer: (request, response) => {
      const code = codeIn(request)
      const destination = code === undefined ? undefined : plain(code)
      const headers = destination && said.get(destination)
      if (!headers || pathFor(request.headers.host, request.url!) !== request.url) return false
      const ip = ipOf(request, trustsProxy)
      if (ip === undefined) return false
      response.writeHead(302, headers)
      response.end()
      onLed({ method: 'GET', headers: request.headers, ip }, destination)
      return true
    },
    learn: (destination, house) => {
      said.set(destination, [...house, ...Object.entries(headersTo(destination.location))].flat())
    },
  }
}

const CODE = /^\/l\/([a-z0-9]{4,12})(?:\?|$)/i
const codeIn = ({ method, url }: IncomingMessage): string | undefined => (method === 'GET' ? CODE.exec(url!)?.[1]!.toLowerCase() : undefined)

/** As Fastify tells it; undefined where several proxies stand in a row, or the caller has gone. */
function ipOf({ socket, headers }: { socket: { remoteAddress?: string }; headers: IncomingHttpHeaders }, trustsProxy: TrustsProxy | null): string | undefined {
  const forwarded = headers['x-forwarded-for']
  if (!trustsProxy || forwarded === undefined || !trustsProxy(socket.remoteAddress)) return socket.remoteAddress
  return typeof forwarded === 'string' && /^[^\s,]+$/.test(forwarded) ? forwarded : undefined
}
