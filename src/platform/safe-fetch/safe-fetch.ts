import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { buffer } from 'node:stream/consumers'
import { PassThrough, pipeline, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'
import { FetchFailed } from './failure.ts'

export interface FetchLimits {
  /** For the whole call: name look-up, redirects, body. */
  timeoutMs: number
  /** Of the body, as it comes and as it is once unpacked. */
  mostBytes: number
  /** Lets calls reach this machine and the networks around it: for tests, and for a host who keeps a server at home. */
  allowPrivateHosts: boolean
  mostRedirects?: number
}

/**
 * Calls an address that somebody typed or a server named. Private, loopback and reserved addresses are refused after
 * each name look-up, so also behind a name and behind a redirect. The body is read whole, within the limits; redirects
 * are followed for GET and HEAD only. Throws `FetchFailed`, which knows whether the request was ever sent.
 */
export async function safeFetch(input: string | URL | Request, init: RequestInit & FetchLimits): Promise<Response> {
  const { timeoutMs, mostBytes, allowPrivateHosts, mostRedirects = 5, ...rest } = init
  const request = new Request(input, rest)
  const asked: Call = {
    url: new URL(request.url),
    method: request.method,
    headers: new Headers(request.headers),
    body: request.body === null ? null : Buffer.from(await request.arrayBuffer()),
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]),
    agents: allowPrivateHosts ? openAgents : guardedAgents,
    mostBytes,
  }
  for (let redirects = 0; ; redirects++) {
    const answer = await callOnce(asked)
    const next = redirectOf(answer, asked)
    if (!next) return answer
    if (asked.method !== 'GET' && asked.method !== 'HEAD') throw new FetchFailed('write-redirected', { neverSent: false, host: asked.url.host })
    if (redirects === mostRedirects) throw new FetchFailed('too-many-redirects', { neverSent: false, host: asked.url.host })
    if (next.origin !== asked.url.origin) for (const secret of ['authorization', 'cookie']) asked.headers.delete(secret)
    asked.url = next
  }
}

/** `safeFetch` with its limits set, for libraries that take a `fetch`. */
export const fetchWithin =
  (limits: FetchLimits): typeof fetch =>
  (input, init) =>
    safeFetch(input, { ...init, ...limits })

interface Agents {
  http: http.Agent
  https: https.Agent
}
// No connection is used twice: one that died unseen would leave us not knowing whether a request was sent.
const guardedAgents: Agents = { http: new RequestFilteringHttpAgent(), https: new RequestFilteringHttpsAgent() }
const openAgents: Agents = { http: new http.Agent(), https: new https.Agent() }

interface Call {
  url: URL
  method: string
  headers: Headers
  body: Buffer | null
  signal: AbortSignal
  agents: Agents
  mostBytes: number
}

async function callOnce(call: Call): Promise<Response> {
  const host = call.url.host
  let sent = false
  const failed = (cause: unknown): FetchFailed => {
    if (cause instanceof FetchFailed) return cause
    const why = isRefusedAddress(cause) ? 'address-refused' : call.signal.aborted ? 'timeout' : 'unreachable'
    return new FetchFailed(why, { neverSent: !sent, host, cause })
  }
  try {
    const message = await send(call, () => (sent = true))
    const body = await readBody(message, call)
    return responseOf(message, body, call.url)
  } catch (failure) {
    throw failed(failure)
  }
}

function send({ url, method, headers, body, signal, agents }: Call, onSent: () => void): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  if (!secure && url.protocol !== 'http:') throw new FetchFailed('not-http', { neverSent: true, host: url.host })
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(url, {
      method,
      agent: secure ? agents.https : agents.http,
      signal,
      headers: {
        ...Object.fromEntries(headers),
        'accept-encoding': 'gzip, deflate, br',
        ...(body && { 'content-length': String(body.length) }),
      },
    })
    request.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', onSent))
    request.on('response', resolve)
    request.on('error', reject)
    request.end(body ?? undefined)
  })
}

const unpackers: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

async function readBody(message: IncomingMessage, { method, mostBytes, url }: Call): Promise<Buffer> {
  const limit = () => {
    let seen = 0
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        seen += chunk.length
        done(seen > mostBytes ? new FetchFailed('too-large', { neverSent: false, host: url.host }) : null, chunk)
      },
    })
  }
  const unpack = method === 'HEAD' ? undefined : unpackers[message.headers['content-encoding']?.toLowerCase() ?? '']
  // The failure of any part reaches the reader of the last.
  const last = limit()
  pipeline([message, limit(), unpack?.() ?? new PassThrough(), last], () => {})
  return buffer(last)
}

const WITHOUT_BODY = new Set([204, 205, 304])

function responseOf(message: IncomingMessage, body: Buffer, url: URL): Response {
  const headers = new Headers()
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    const name = message.rawHeaders[at]!.toLowerCase()
    // The body is unpacked already: its packed length and encoding would mislead.
    if (name !== 'content-encoding' && name !== 'content-length') headers.append(name, message.rawHeaders[at + 1]!)
  }
  const status = message.statusCode ?? 500
  const response = new Response(WITHOUT_BODY.has(status) ? null : new Uint8Array(body), { status, statusText: message.statusMessage, headers })
  Object.defineProperty(response, 'url', { value: url.href })
  return response
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function redirectOf(response: Response, { url }: Call): URL | null {
  const location = response.headers.get('location')
  if (!REDIRECTS.has(response.status) || location === null) return null
  return URL.canParse(location, url.href) ? new URL(location, url.href) : null
}

// The filtering agent has no error class of its own.
const isRefusedAddress = (cause: unknown) => cause instanceof Error && /is not allowed\. Because/.test(cause.message)
