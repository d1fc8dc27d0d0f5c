import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BenchResult } from './result.ts'

// npm run bench -- NAME: runs bench/NAME.ts and prints its result as JSON on the last line.
// Fails when the benchmark breaks or a promise it watches was not kept.

interface Bench {
  run(): Promise<BenchResult>
}

const benches = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !['run.ts', 'result.ts', 'load.ts', 'side-by-side.ts', 'steady.ts', 'collect-server.ts'].includes(name))
  .map((name) => name.slice(0, -'.ts'.length))

const name = process.argv[2]
if (!name || !benches.includes(name)) {
  process.stderr.write(`Say which one: npm run bench -- ${benches.join(' | ')}\n`)
  process.exit(2)
}
const { run } = (await import(pathToFileURL(join(import.meta.dirname, `${name}.ts`)).href)) as Bench
const result = await run()
process.stdout.write(`${JSON.stringify(result)}\n`)
process.exit(result.kept ? 0 : 1)
