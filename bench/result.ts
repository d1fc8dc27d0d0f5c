import { readdirSync, readFileSync } from 'node:fs'

/** What a benchmark answers; printed as one JSON object on the last line. */
export interface BenchResult {
  name: string
  /** Ours and what it is measured against, in `unit`, taken in the same breath. */
  ours: number
  reference: number
  /** ours / reference. */
  ratio: number
  unit: string
  /** Whether every promise that the benchmark watches was kept. */
  kept: boolean
  [detail: string]: unknown
}

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const rounded = (number: number, digits = 3): number => Number(number.toFixed(digits))

/** What a process has worked until now, in seconds of a core, where the machine tells; of no account elsewhere. */
export function cpuSeconds(pid: number): number {
  try {
    // After the name in brackets, which may hold anything: user and system time are the 12th and 13th field.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
  } catch {
    return 0
  }
}

const TICKS_A_SECOND = 100

/** The same of a process, of those that it started and that are still there, and of those that ended under it; `called` names whose. */
export function cpuSecondsOf(called: string, under: number): number {
  try {
    const processes = readdirSync('/proc').flatMap((pid) => (/^\d+$/.test(pid) ? (statOf(pid) ?? []) : []))
    const root = processes.find(({ parent, name }) => parent === under && name === called)
    if (!root) return 0
    return processes.reduce((sum, { parent, ticks }) => sum + (parent === root.pid ? ticks : 0), root.ticks + root.ticksOfEnded) / TICKS_A_SECOND
  } catch {
    return 0
  }
}

function statOf(pid: string) {
  try {
    const [before, after] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ') as [string, string]
    const fields = after.split(' ').map(Number)
    return { pid: Number(pid), name: before.split('(')[1], parent: fields[1]!, ticks: fields[11]! + fields[12]!, ticksOfEnded: fields[13]! + fields[14]! }
  } catch {
    return null
  }
}
