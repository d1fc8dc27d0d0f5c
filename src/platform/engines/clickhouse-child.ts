// The process that owns the embedded ClickHouse. Started by clickhouse.ts; told what to do by the first line of its
// stdin, says `{"port": …}` on stdout when it serves, and ends when stdin closes: so it never outlives Kicau.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { handlerFor, type Credentials } from './clickhouse-http.ts'
import { openSessions } from './clickhouse-sessions.ts'
import { ownIdentity } from './process-identity.ts'

/** What the parent says first. */
export interface ChildOrders extends Credentials {
  folder: string
  /** Where it names itself, for a Kicau that comes after a killed one. */
  pidFile: string
  /** 0 for any that is free. */
  port: number
  database: string
}

/** How long queries that run may take to end when the child is to stop. */
const LAST_ANSWERS_MS = 1000

const stdin = createInterface({ input: process.stdin })
const orders = JSON.parse(await new Promise<string>(resolve => stdin.once('line', resolve))) as ChildOrders
writeFileSync(orders.pidFile, JSON.stringify(ownIdentity()))
const sessions = openSessions(orders.folder, fileURLToPath(new URL('clickhouse-config.xml', import.meta.url)))
const makeDatabase = {
  sql: `CREATE DATABASE IF NOT EXISTS ${orders.database} ENGINE = Atomic`,
  reads: false,
  format: 'Null',
  database: 'default',
  settings: new Map<string, string>(),
  params: new Map<string, string>(),
  leavesTraces: false,
}
await sessions.run(makeDatabase, async () => {})

// Blocks of rows on their way in: what a killed child left is of nobody's use, since nobody was told that it is there.
const rowsFolder = `${orders.folder}-rows`
rmSync(rowsFolder, { recursive: true, force: true })
mkdirSync(rowsFolder, { mode: 0o700 })

const handle = handlerFor(sessions, orders, rowsFolder)
// Longer than the client keeps a socket: it is never told to go just as it asks again.
const server = createServer({ maxHeaderSize: 1024 * 1024, keepAliveTimeout: 30_000 }, (request, response) => {
  void handle(request, response)
})
server.listen(orders.port, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
server.once('error', error => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})

// Whoever stops a service tells all of its processes: the parent decides when this one ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
stdin.once('close', () => {
  // A statement that still runs would hold up an orderly end; what was acknowledged is on the disk.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_ANSWERS_MS)
  server.close(() => {
    sessions.close()
    process.exit(0)
  })
  server.closeIdleConnections()
})
