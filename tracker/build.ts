import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { transform } from 'esbuild'

const OUT = join(import.meta.dirname, '../.build/tracker')
/** As it travels: with none of the add-ons, and with all of them. */
const MOST_BYTES = { core: 700, all: 1000 }

/** What a site may have beside views, its goals by call and its orders, in the order of their names. */
const addOns = ['consent', 'cross', 'engaged', 'goals', 'missing', 'outbound'] as const
type AddOn = (typeof addOns)[number]

/** The script for every choice of add-ons, by their names in this order with a space between. */
export interface TrackerParts {
  addOns: readonly AddOn[]
  scripts: Record<string, string>
}

/** As a site with a key, another site and the shop's page beside it gets it (src/modules/analytics/intake/tracker-file.ts writes its words in). */
const served = (script: string): string =>
  script.replace('KICAU_SITE', '"0a1b2c3d4e5f67"').replace('KICAU_GOALS', '[["[data-kicau-goal]",""]]').replace('KICAU_OTHERS', String.raw`/^([^/]+\.)?(toko\.example\/|kicau\.example\/s\/toko\b)/`)

const weigh = (script: string): number => gzipSync(served(script), { level: 9 }).length

/** Builds `.build/tracker/kicau.json`; fails when it would not travel in its bytes. */
export async function buildTracker(folder = OUT): Promise<{ core: number; all: number }> {
  const source = readFileSync(join(import.meta.dirname, 'kicau.ts'), 'utf8')
  const choices = addOns.reduce<AddOn[][]>((some, addOn) => some.flatMap((chosen) => [chosen, [...chosen, addOn]]), [[]])
  const scripts = Object.fromEntries(await Promise.all(choices.map(async (chosen) => [chosen.join(' '), await scriptWith(source, chosen)] as const)))
  const bytes = { core: weigh(scripts['']!), all: weigh(scripts[addOns.join(' ')]!) }
  for (const which of ['core', 'all'] as const)
    if (bytes[which] > MOST_BYTES[which]) throw new Error(`The tracker (${which}) is ${bytes[which]} bytes gzipped; ${MOST_BYTES[which]} are allowed.`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'kicau.json'), JSON.stringify({ addOns, scripts } satisfies TrackerParts))
  return bytes
}

async function scriptWith(source: string, chosen: readonly AddOn[]): Promise<string> {
  const { code } = await transform(source, {
    loader: 'ts',
    minify: true,
    format: 'iife',
    target: 'es2020',
    legalComments: 'none',
    tsconfigRaw: '{}',
    define: Object.fromEntries(addOns.map((addOn) => [addOn.toUpperCase(), String(chosen.includes(addOn))])),
  })
  // What travels in a few bytes less: one word for both, and once where two follow at the beginning. Nothing is compared here that another type would
  // equal, and no `true` is sent.
  return code
    .replaceAll('const ', 'let ')
    .replaceAll('const{', 'let{')
    .replace(/^(\(\(\)=>{let[^;]*);let /, '$1,')
    .replaceAll('===', '==')
    .replaceAll('!==', '!=')
    .replaceAll('!0', '1')
    .trim()
    // A block keeps its names to itself as a function does.
    .replace(/^\(\(\)=>({.*?);?}\)\(\);$/s, '$1}')
}

if (import.meta.main) {
  const { core, all } = await buildTracker()
  process.stdout.write(`tracker: ${core} B gzipped, ${all} B with all of its add-ons\n`)
}
