import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { startKicau } from '../tests/harness/kicau.ts'
import { median, rounded, type BenchResult } from './result.ts'

// What an owner's machine gives up: seconds until the desk answers, and memory once nobody does anything.
const FIRST_START_WITHIN_S = 20
const LATER_STARTS_WITHIN_S = 5
const MOST_MB = 600
const STARTS = 5
const IDLE_MS = 30_000

export async function run(): Promise<BenchResult> {
  const begun = performance.now()
  let kicau = await startKicau()
  const first = (performance.now() - begun) / 1000
  const starts: number[] = []
  try {
    // With the demo's fifteen months: an engine that has nothing to hold weighs less than anybody's.
    await fetch(`${kicau.url}/api/demo`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    for (let start = 0; start < STARTS; start++) {
      await kicau.stop()
      const again = performance.now()
      kicau = await kicau.again()
      starts.push((performance.now() - again) / 1000)
    }
    await wait(IDLE_MS)
    const processes = familyOf(kicau.process.pid!).map(memoryOf)
    const resident = processes.reduce((sum, one) => sum + one.resident, 0)
    const proportional = processes.reduce((sum, one) => sum + one.proportional, 0)
    for (const { name, resident: mb } of processes.toSorted((one, other) => other.resident - one.resident)) process.stdout.write(`${mb.toFixed(0).padStart(5)} MB  ${name}\n`)
    const later = median(starts)
    return {
      name: 'footprint',
      ours: rounded(resident),
      reference: MOST_MB,
      ratio: rounded(resident / MOST_MB),
      unit: 'MB resident, all processes, idle; pages that processes share are counted once in each',
      proportionalMb: rounded(proportional),
      firstStartS: rounded(first),
      laterStartS: rounded(later),
      kept: resident <= MOST_MB && first <= FIRST_START_WITHIN_S && later <= LATER_STARTS_WITHIN_S,
    }
  } finally {
    await kicau.remove()
  }
}

/** A process and all below it, and those whose parents are: PostgreSQL's own children among them. */
function familyOf(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended while we looked.
    }
  }
  const family = new Set([root])
  for (let grown = true; grown; ) {
    grown = false
    for (const [pid, parent] of parents)
      if (family.has(parent) && !family.has(pid)) {
        family.add(pid)
        grown = true
      }
  }
  return [...family]
}

function memoryOf(pid: number): { name: string; resident: number; proportional: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const of = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) / 1024
  const name = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 100)
  return { name, resident: of('Rss'), proportional: of('Pss') }
}

