import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startKicau } from '../tests/harness/kicau.ts'
import { newMember } from '../tests/harness/member.ts'
import { accessLog } from './imports/access-log.ts'
import { orders } from './imports/orders.ts'
import type { BenchResult } from './result.ts'

// Files that are brought in, sent to a Kicau as an owner runs it, until what they hold is stored. The log's figures stand first.
//
//   npm run bench -- import                     both
//   npm run bench -- import --only access-log   beside GoAccess; LINES=200000 for a quick look
//   npm run bench -- import --only orders       50,000 orders of an XLSX; ORDERS=10000 for a quick look
const PARTS = { 'access-log': accessLog, orders }

export async function run(): Promise<BenchResult> {
  const { only } = parseArgs({ args: process.argv.slice(3), options: { only: { type: 'string' } } }).values
  const wanted = Object.entries(PARTS).filter(([name]) => only === undefined || name === only)
  if (wanted.length === 0) throw new Error(`--only ${only}: there are ${Object.keys(PARTS).join(' and ')}`)
  const measured: Record<string, Awaited<ReturnType<typeof accessLog | typeof orders>>> = {}
  for (const [name, part] of wanted) {
    const folder = await mkdtemp(join(tmpdir(), 'kicau-bench-'))
    const kicau = await startKicau()
    try {
      measured[name] = await part(kicau, await newMember(kicau.url, 'Bu Tini'), folder)
    } finally {
      await kicau.remove()
      await rm(folder, { recursive: true, force: true })
    }
  }
  const { ours, reference, ratio, unit } = Object.values(measured)[0]!
  return { name: 'import', ours, reference, ratio, unit, parts: measured, kept: Object.values(measured).every(({ kept }) => kept) }
}
