// Writes docs/reference/*.md from what the code says of itself. `--check` only tells whether they are up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agendas } from '../src/apps/agendas.ts'
import { schedule } from '../src/apps/schedule.ts'
import { settingsTable } from '#platform/config'
import { textsIn } from '#platform/i18n'

const root = join(import.meta.dirname, '..')
const note = '<!-- Printed by `npm run reference`; do not edit. -->\n'
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`).join('\n')

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(folder, path))
    .sort()

function settings(): string {
  return `# Settings\n${note}\nRead once at the start, all errors told at once.\n\n${table(
    ['name', 'what it says', 'without it'],
    Object.entries(settingsTable).map(([name, { sentence, default: value }]) => [`\`${name}\``, sentence, value === '' ? '–' : `\`${value}\``]),
  )}\n`
}

function errors(): string {
  const english = textsIn('en')
  const rows: string[][] = []
  for (const file of [...filesUnder('src/modules'), 'src/platform/http/errors.ts'].filter((path) => path.endsWith('errors.ts')))
    for (const [, code, status] of readFileSync(join(root, file), 'utf8').matchAll(/'([a-z]+\.[a-z0-9-]+)': (\d{3})/g)) {
      const dot = code!.indexOf('.')
      const key = `${code!.slice(0, dot)}:errors.${code!.slice(dot + 1)}`
      rows.push([`\`${code}\``, status!, english(`${key}.title`), english.optional(`${key}.todo`) ?? ''])
    }
  return `# Errors\n${note}\nEvery failure is \`application/problem+json\` (RFC 9457): \`type\`, \`code\`, \`title\`, \`where\`, \`kept\`, \`todo\`, in the\nreader's language (\`Accept-Language\`, or \`?lang=\`).\n\n${table(['code', 'status', 'what happened', 'what to do'], rows.sort((one, other) => one[0]!.localeCompare(other[0]!)))}\n`
}

function jobs(): string {
  const work = schedule({ database: {} } as Parameters<typeof schedule>[0], () => Promise.resolve(0))
  return `# Recurring work\n${note}\n${table(
    ['name', 'every', 'what it does'],
    work.map(({ name, everySeconds, does }) => [`\`${name}\``, `${everySeconds} s`, does]),
  )}\n`
}

function events(): string {
  const rows = new Map<string, Set<string>>()
  for (const file of filesUnder('src/modules')) {
    const module = file.split('/')[2]!
    for (const [, type] of readFileSync(join(root, file), 'utf8').matchAll(/\btype: '([A-Z]\w+)'/g)) rows.set(type!, (rows.get(type!) ?? new Set()).add(module))
  }
  const heard = readFileSync(join(root, 'src/apps/reactions.ts'), 'utf8')
  return `# Events\n${note}\nAnnounced in the transaction of what happened; \`src/apps/reactions.ts\` joins modules by them, and live screens hear\ntheir names.\n\n${table(
    ['event', 'announced by', 'heard by a reaction'],
    [...rows].sort().map(([type, modules]) => [`\`${type}\``, [...modules].join(', '), new RegExp(`\\b${type}:`).test(heard) ? 'yes' : '']),
  )}\n`
}

function tables(): string {
  const rows: string[][] = []
  for (const engine of ['postgres', 'clickhouse'])
    for (const file of readdirSync(join(root, 'migrations', engine)).sort()) {
      const text = readFileSync(join(root, 'migrations', engine, file), 'utf8')
      for (const match of text.matchAll(/((?:^--.*\n)*)create table (?:if not exists )?"?(\w+)"?/gim))
        rows.push([`\`${match[2]}\``, engine, match[1]!.replaceAll(/^--\s?/gm, '').trim().replaceAll('\n', ' '), file])
    }
  return `# Tables\n${note}\n${table(['table', 'engine', 'what it holds', 'made by'], rows)}\n`
}

function agenda(): string {
  const english = textsIn('en')
  const rows = agendas.flatMap(({ words, kinds }) =>
    Object.entries(kinds).flatMap(([kind, { gains, states }]) =>
      Object.entries(states).map(([state, { chance, because }]) => [`\`${kind}\``, english(`${words}:items.${kind}`), state, `${(chance * 100).toFixed(1)}%`, gains, because]),
    ),
  )
  return `# What Today may offer, and what it is supposed to bring\n${note}\nThe chances are our own suppositions, since nobody has published such figures for shops of this kind. They only rank, and\ngive way to recorded outcomes: docs/guides/hours.md tells how.\n\n${table(['kind', 'what it is', 'state', 'chance', 'gains', 'because'], rows)}\n`
}

const pages: Record<string, () => string> = { agenda, settings, errors, jobs, events, tables }
const check = process.argv.includes('--check')
let stale = 0
for (const [name, print] of Object.entries(pages)) {
  const file = join(root, 'docs/reference', `${name}.md`)
  const text = print()
  if (check) {
    let now = ''
    try {
      now = readFileSync(file, 'utf8')
    } catch {
      // Not there yet: stale.
    }
    if (now !== text) {
      stale++
      console.error(`docs/reference/${name}.md is not up to date: npm run reference`)
    }
  } else writeFileSync(file, text)
}
process.exitCode = stale > 0 ? 1 : 0
