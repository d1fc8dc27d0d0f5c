import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'

/**
 * What becomes of the next call that makes a record. `swallow`: it arrives, its answer is never passed on. `cut`: it
 * arrives, then the line breaks. `hold`: it waits at the proxy until it is let go, and arrives then.
 */
export type Mishap = 'swallow' | 'cut' | 'hold'

export interface Proxy {
  readonly port: number
  /** Calls that came, by method name (`com.atproto.repo.createRecord`). */
  readonly calls: Map<string, number>
  /** Mishaps of the next calls that make a record, in order. */
  mishaps: Mishap[]
  /** Told, and waited for, when a call came and when the server has answered it, before either is passed on. */
  moment(call: string, when: 'came' | 'answered'): Promise<void> | void
  letGo(): Promise<void>
  close(): Promise<void>
}

const MAKES_A_RECORD = 'com.atproto.repo.createRecord'

/** Stands in front of a server on this machine, and loses answers when it is told to. */
export async function startProxy(port: number, target: () => number): Promise<Proxy> {
  const calls = new Map<string, number>()
  const held: (() => Promise<void>)[] = []
  const proxy: Proxy = {
    port,
    calls,
    mishaps: [],
    moment: () => {},
    letGo: async () => {
      for (const go of held.splice(0)) await go()
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  const server = http.createServer((request, reply) => {
    const method = new URL(request.url ?? '/', 'http://x').pathname.split('/').at(-1)!
    calls.set(method, (calls.get(method) ?? 0) + 1)
    const mishap = method === MAKES_A_RECORD ? proxy.mishaps.shift() : undefined
    void handle(method, request, reply, mishap).catch(() => reply.destroy())
  })

  async function handle(method: string, request: IncomingMessage, reply: ServerResponse, mishap: Mishap | undefined): Promise<void> {
    const body = await bodyOf(request)
    const pass = () => forward(request, body, target())
    if (mishap === 'hold') {
      held.push(async () => void (await pass().then(bodyOf)))
      return
    }
    await proxy.moment(method, 'came')
    const answer = await pass()
    const answered = await bodyOf(answer)
    await proxy.moment(method, 'answered')
    if (mishap === 'swallow') return
    if (mishap === 'cut') return void reply.destroy()
    reply.writeHead(answer.statusCode ?? 502, answer.rawHeaders.filter((_, at, all) => !/^(transfer-encoding|connection)$/i.test(all[at - (at % 2)]!)))
    reply.end(answered)
  }

  server.listen(port)
  await once(server, 'listening')
  return proxy
}

function forward(request: IncomingMessage, body: Buffer, port: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const passed = http.request(
      { host: 'localhost', port, method: request.method, path: request.url, headers: { ...request.headers, 'content-length': String(body.length) } },
      resolve,
    )
    passed.on('error', reject)
    passed.end(body)
  })
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
