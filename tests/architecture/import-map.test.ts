import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const modules = readdirSync(join(root, 'src/modules'))

test('the cruiser really sees the modules', { timeout: 120_000 }, async () => {
  const { output } = await cruise(['src'], { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, tsConfig: { fileName: 'tsconfig.server.json' } })
  if (typeof output === 'string') throw new Error(output)
  const edges = output.modules.flatMap((one) => one.dependencies.map((dependency) => `${one.source} -> ${dependency.resolved}`))
  expect(edges).toContain('src/modules/workspace/routes.ts -> src/contract/workspace.ts')
  expect(edges).toContain('src/modules/workspace/commands/begin-shop.ts -> src/platform/phone/index.ts')
})

test('every module is in the import map of the docs, and has a front door and a page', () => {
  const map = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  for (const name of modules) {
    expect(map, name).toMatch(new RegExp(`\\| .*\\b${name}\\b.* \\|`))
    const files = readdirSync(join(root, 'src/modules', name))
    expect(files, name).toContain('index.ts')
    expect(files, name).toContain('README.md')
  }
})

test("a module's page names its tables, and none that is not there", () => {
  const made = ['postgres', 'clickhouse'].flatMap((engine) => readdirSync(join(root, 'migrations', engine)).map((file) => readFileSync(join(root, 'migrations', engine, file), 'utf8'))).join('\n')
  const gone = new Set([...made.matchAll(/drop table (?:if exists )?(\w+)/g)].map(([, table]) => table))
  const tables = [...made.matchAll(/create table (?:if not exists )?"?(\w+)"?/g)].map(([, table]) => table!).filter((table) => !gone.has(table))
  for (const name of modules) {
    const page = readFileSync(join(root, 'src/modules', name, 'README.md'), 'utf8')
    const named = [...page.matchAll(new RegExp(`\`(${name}_\\w+)\``, 'g'))].map(([, table]) => table!)
    expect([...new Set(named)].sort(), name).toEqual([...new Set(tables.filter((table) => table.startsWith(`${name}_`)))].sort())
  }
})

test('a table is named by its module, and named in no other module', () => {
  const owners = new Map<string, string>()
  for (const file of readdirSync(join(root, 'migrations/postgres'))) {
    const text = readFileSync(join(root, 'migrations/postgres', file), 'utf8')
    for (const [, table] of text.matchAll(/create table "?(\w+)"?/g)) owners.set(table!, table!.split('_')[0]!)
  }
  expect(owners.size).toBeGreaterThan(10)
  const known = new Set([...modules, 'platform', 'auth'])
  for (const [table, owner] of owners) expect(known, table).toContain(owner)

  for (const name of modules)
    for (const path of readdirSync(join(root, 'src/modules', name), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts') || path.endsWith('.test.ts')) continue
      const text = readFileSync(join(root, 'src/modules', name, path), 'utf8')
      for (const [, table] of text.matchAll(/(?:from|join|into|update|From|Into|Join|Table)\(?\s*['"`]?([a-z]+_[a-z_]+|[a-z]+[A-Z]\w+)\b/g)) {
        const snake = table!.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
        const owner = owners.get(snake)
        if (owner) expect(owner, `${name}/${path} asks ${snake}`).toBe(name)
      }
    }
})

test("every shop's table carries workspace_id", () => {
  for (const file of readdirSync(join(root, 'migrations/postgres'))) {
    if (file.includes('-auth')) continue
    const text = readFileSync(join(root, 'migrations/postgres', file), 'utf8')
    for (const [, table, body] of text.matchAll(/create table "?(\w+)"? \(([\s\S]*?)\n\);/g))
      if (!GLOBAL_TABLES.has(table!)) expect(body, table).toContain('workspace_id')
  }
})

/** Tables of the machine itself, with the reason why no shop owns their rows. */
const GLOBAL_TABLES = new Set([
  'platform_idempotency_keys', // by sender: a login acts in several shops
  'analytics_salts', // one salt a day for every site of the machine; thrown away within 48 h
])
