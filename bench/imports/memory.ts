import { readFileSync, writeFileSync } from 'node:fs'

// What a process holds in memory, as Linux tells it.

const fieldMb = (pid: number, field: string): number => {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kilobytes === undefined) throw new Error(`The machine does not tell ${field}.`)
  return Number(kilobytes) / 1024
}

export const residentMb = (pid: number): number => fieldMb(pid, 'VmRSS')

/** Forgets what it held at most until now; answers what it held at most since, as the kernel saw it and not by looking now and again. */
export function peakSince(pid: number): () => number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return () => fieldMb(pid, 'VmHWM')
}
