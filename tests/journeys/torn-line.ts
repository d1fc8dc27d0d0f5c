import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/**
 * A line between browser and Kicau that tears as real ones do: `down` closes every connection unanswered; `swallow` lets
 * a write through and loses its answer; `slow`: every answer of the API takes six seconds.
 */
export interface TornLine {
  url: string
  state: 'up' | 'down' | 'swallow' | 'slow'
  /** How many answers of writes were lost on the way. */
  swallowed: number
  /** Leads to this port from now on. */
  leadsTo: number
  close(): Promise<void>
}

const SLOW_MS = 6_000

export async function tornLine(port: number, at = 0): Promise<TornLine> {
  const server: Server = createServer((incoming, outgoing) => pass(line, incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  const { port: own } = server.address() as { port: number }
  const line: TornLine = {
    url: `http://localhost:${own}`,
    state: 'up',
    swallowed: 0,
    leadsTo: port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}

function pass(line: TornLine, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (line.state === 'down') return void incoming.socket.destroy()
  const writes = incoming.method !== 'GET' && !incoming.url?.startsWith('/api/auth/')
  const onward = request({ host: '127.0.0.1', port: line.leadsTo, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
    if (line.state === 'swallow' && writes) {
      // It is done over there; here nobody hears of it.
      answer.resume().on('end', () => {
        line.swallowed++
        incoming.socket.destroy()
      })
      return
    }
    const hand = () => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    }
    if (line.state === 'slow' && incoming.url?.startsWith('/api/')) setTimeout(hand, SLOW_MS)
    else hand()
  })
  onward.on('error', () => incoming.socket.destroy())
  // One socket carries many requests: what is left of this one ends with its answer.
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
}
