// What a commit must pass: types, lint, the import map, dead code, translations. All are run; all that fails is told.
import { spawnSync } from 'node:child_process'

const checks: { name: string; command: string[] }[] = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'types of the web', command: ['svelte-check', '--tsconfig', 'web/tsconfig.json', '--threshold', 'error', '--output', 'human'] },
  { name: 'lint', command: ['eslint', '--max-warnings', '0', '.'] },
  { name: 'import map', command: ['depcruise', 'src', 'demo', 'tracker', 'bench', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'reference', command: ['node', 'scripts/reference.ts', '--check'] },
  { name: 'architecture and translations', command: ['vitest', 'run', '--project', 'unit', 'tests/architecture'] },
]

let failed = 0
for (const { name, command } of checks) {
  const began = performance.now()
  const [program, ...args] = command
  const run = spawnSync(program!, args, { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' }, maxBuffer: 64 * 1024 * 1024 })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  if (run.status === 0) console.log(`ok    ${name} (${seconds} s)`)
  else {
    failed++
    console.log(`FAIL  ${name} (${seconds} s)\n${run.stdout}${run.stderr}`)
  }
}
console.log(`${checks.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
