// Installs the counterparties, compiles what they need, and runs the tests against them; says what could not be run.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
const root = join(here, '../..')
const modules = join(here, 'node_modules')
const stamp = join(modules, '.kicau-installed')
const began = performance.now()

class NotRun extends Error {}

try {
  install()
  compile()
} catch (failure) {
  if (!(failure instanceof NotRun)) throw failure
  console.log(`\nNOT RUN: the tests against a real Bluesky server (tests/peers).\n${failure.message}\n`)
  process.exit(process.env.KICAU_PEERS === 'required' ? 1 : 0)
}
say('the counterparties are ready')
const built = existsSync(join(root, '.build/web/handler.js'))
if (!built) console.log('NOT RUN: screens.peer.test.ts, since the web is not built (npm run build).')
const tests = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', join(here, 'vitest.config.ts'), ...(built ? [] : ['--exclude', '**/screens.peer.test.ts']), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(tests.status ?? 1)

function install(): void {
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('installing the counterparties (about 700 packages) …')
  const done = run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'])
  if (!done.ok) throw new NotRun(`npm ci failed:\n${done.said}`)
  writeFileSync(stamp, wanted)
}

/** better-sqlite3 brings no binary that could be had here: it is compiled, against the headers of the Node that runs. */
function compile(): void {
  if (loads()) return
  for (const tool of ['make', 'c++', 'python3'])
    if (!run(tool, ['--version']).ok) throw new NotRun(`better-sqlite3 must be compiled, and this machine has no ${tool}.`)
  say('compiling better-sqlite3 (one to three minutes) …')
  const folder = join(modules, 'better-sqlite3')
  const headers = [join(modules, `node-${process.platform}-${process.arch}`), join(process.execPath, '../..')].find((place) => existsSync(join(place, 'include/node/node.h')))
  const gyp = (verb: string) => run(process.execPath, [join(modules, 'node-gyp/bin/node-gyp.js'), verb, '--release', ...(headers ? [`--nodedir=${headers}`] : [])], folder)
  const configured = gyp('configure')
  if (configured.ok) spareEffort(join(folder, 'build'))
  const done = configured.ok ? gyp('build') : configured
  if (!done.ok || !loads()) throw new NotRun(`better-sqlite3 could not be compiled${headers ? '' : ' (no headers of Node were found)'}:\n${done.said}`)
}

/** SQLite is one file of 250,000 lines: not optimised, it is compiled in a fifth of the time, and tests need no speed. */
function spareEffort(build: string): void {
  for (const name of readdirSync(build, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.mk')) continue
    const file = join(build, name)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('-O3', '-O0'))
  }
}

function loads(): boolean {
  return run(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:')"]).ok
}

function run(program: string, args: string[], cwd = here): { ok: boolean; said: string } {
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 20 * 60_000, maxBuffer: 64 * 1024 * 1024 })
  return { ok: status === 0, said: error ? error.message : `${stdout}${stderr}`.slice(0, 3000) }
}

function say(text: string): void {
  console.log(`[${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s] ${text}`)
}
