import { fork } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What is sent, again and again, over keep-alive connections with one request under way on each. */
export interface LoadOrders {
  port: number
  connections: number
  seconds: number
  /** Seconds of the same before counting begins; none unless said. */
  leadIn?: number
  method: 'GET' | 'POST'
  path: string
  /** Each connection takes one, in turn. */
  headers: Record<string, string>[]
  /** May hold `########`: eight digits that are another number in every request. */
  body?: string
  /** The first of those numbers. */
  from?: number
  /** What counts as an answer; 204 unless said. */
  status?: number
}

export interface LoadFigures {
  /** All of them, also before and after counting. */
  answered: number
  /** Other answers than the expected one, and connections that broke. */
  failed: number
  perSecond: number
  p50: number
  p99: number
  max: number
}

/** Runs the load in a process of its own, so that measuring takes nothing from the measured. */
export function load(orders: LoadOrders): Promise<LoadFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.once('message', (figures) => resolve(figures as LoadFigures))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The load ended with ${code} before it told its figures.`)))
    child.send(orders)
  })
}

const NUMBER = '########'

async function drive(orders: LoadOrders): Promise<LoadFigures> {
  const { seconds, leadIn = 0, connections, from = 0, status = 204 } = orders
  const expected = Buffer.from(`HTTP/1.1 ${status}`)
  const latencies: number[] = []
  let answered = 0
  let counting = leadIn === 0
  let next = from
  let failed = 0
  let over = false
  let underWay = 0
  const answerRoom = Buffer.alloc(64 * 1024)

  const run = async (index: number): Promise<Socket> => {
    const request = requestOf(orders, orders.headers[index % orders.headers.length]!)
    const socket = connect({ port: orders.port, host: '127.0.0.1', noDelay: true, onread: { buffer: answerRoom, callback: (length, answer) => onAnswer(length, answer as Buffer) } })
    let sentAt = 0
    const send = () => {
      if (request.numberAt >= 0) request.bytes.write(String(next++).padStart(NUMBER.length, '0'), request.numberAt, 'latin1')
      sentAt = performance.now()
      underWay++
      socket.write(request.bytes)
    }
    const onAnswer = (length: number, room: Buffer): boolean => {
      // With one request under way on a connection an answer is whole as soon as its head ends (these have no body).
      if (room.toString('latin1', length - 4, length) !== '\r\n\r\n') return true
      underWay--
      if (room.compare(expected, 0, expected.length, 0, expected.length) === 0) {
        answered++
        if (counting) latencies.push(performance.now() - sentAt)
      } else failed++
      if (!over) send()
      return true
    }
    socket.on('error', () => {
      failed++
      underWay--
    })
    await new Promise((resolve) => socket.once('connect', resolve))
    send()
    return socket
  }

  let startedAt = performance.now()
  const sockets = await Promise.all(Array.from({ length: connections }, (_, index) => run(index)))
  if (!counting) {
    await wait(leadIn * 1000)
    startedAt = performance.now()
    counting = true
  }
  await wait(seconds * 1000)
  over = true
  counting = false
  const took = (performance.now() - startedAt) / 1000
  const inTime = latencies.length
  for (let waited = 0; underWay > 0 && waited < 5000; waited += 10) await wait(10)
  for (const socket of sockets) socket.destroy()
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { answered, failed: failed + underWay, perSecond: inTime / took, p50: at(0.5), p99: at(0.99), max: at(1) }
}

function requestOf({ method, path, body = '' }: LoadOrders, headers: Record<string, string>): { bytes: Buffer; numberAt: number } {
  const lines = Object.entries({ host: '127.0.0.1', ...headers, ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }) })
  const text = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
  return { bytes: Buffer.from(text), numberAt: Buffer.from(text).indexOf(NUMBER) }
}

if (import.meta.main && process.send) {
  process.once('message', (orders) => {
    void drive(orders as LoadOrders).then((figures) => {
      process.send!(figures, () => process.exit(0))
    })
  })
}
