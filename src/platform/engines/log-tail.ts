import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** The last lines that a child wrote. */
export interface LogTail {
  text(): string
}

const LINES_KEPT = 40

/** Reads the child's stdout and stderr; keeps the last lines, and hands each on. */
export function keepTail(child: ChildProcess, eachLine: (line: string) => void): LogTail {
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', line => {
      if (line.trim() === '') return
      lines.push(line.slice(0, 2000))
      if (lines.length > LINES_KEPT) lines.shift()
      eachLine(line)
    })
  }
  return { text: () => lines.join('\n') }
}
