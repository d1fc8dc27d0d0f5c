// What a commit must pass: types, lint, the import map, dead code, translations. All are run; all that fails is told.
// With --beside-tests, those that are tests are left to who runs all of these.
import { execFile } from 'node:child_process'

interface Check {
  name: string
  command: [program: string, ...args: string[]]
}

// Two at a time, lanes of about the same length.
const lanes: Check[][] = [
  [
    // The native compiler, by its own path: `tsc` is the one that the linters and svelte-check are built on.
    { name: 'types', command: ['node', 'node_modules/typescript-7/bin/tsc', '-b', '--checkers', '1'] },
    { name: 'lint', command: ['oxlint', '--type-aware', '--max-warnings', '0'] },
    { name: 'lint of the screens', command: ['eslint', '--max-warnings', '0', 'web'] },
  ],
  [
    { name: 'types of the web', command: ['svelte-check', '--tsconfig', 'web/tsconfig.json', '--threshold', 'error', '--output', 'human'] },
    { name: 'import map', command: ['depcruise', 'src', 'demo', 'tracker', 'bench', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'] },
    { name: 'dead code', command: ['knip', '--no-progress'] },
    { name: 'reference', command: ['node', 'scripts/reference.ts', '--check'] },
    { name: 'architecture and translations', command: ['vitest', 'run', '--project', 'unit', 'tests/architecture'] },
  ],
]

const passes = ({ name, command: [program, ...args] }: Check): Promise<boolean> => {
  const began = performance.now()
  return new Promise((resolve) =>
    execFile(program, args, { env: { ...process.env, FORCE_COLOR: '0' }, maxBuffer: 64 * 1024 * 1024 }, (failure, stdout, stderr) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(failure ? `FAIL  ${name} (${seconds} s)\n${stdout}${stderr}` : `ok    ${name} (${seconds} s)`)
      resolve(!failure)
    }),
  )
}

const asked = process.argv.includes('--beside-tests') ? lanes.map((lane) => lane.filter(({ command }) => command[0] !== 'vitest')) : lanes
const results = await Promise.all(
  asked.map(async (lane) => {
    const passed: boolean[] = []
    for (const check of lane) passed.push(await passes(check))
    return passed
  }),
)
const failed = results.flat().filter((passed) => !passed).length
console.log(`${results.flat().length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
