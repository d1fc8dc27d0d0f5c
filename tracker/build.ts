import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const OUT = join(import.meta.dirname, '../.build/tracker/kicau.js')
const MOST_BYTES = 1000

/** Builds `.build/tracker/kicau.js`; fails when it would not travel in a thousand bytes. */
export async function buildTracker(outfile = OUT): Promise<{ bytes: number; zipped: number }> {
  mkdirSync(join(outfile, '..'), { recursive: true })
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'kicau.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    write: false,
    legalComments: 'none',
    tsconfigRaw: '{}',
    outfile,
  })
  const { contents } = outputFiles[0]!
  const zipped = gzipSync(contents, { level: 9 }).length
  if (zipped > MOST_BYTES) throw new Error(`The tracker is ${zipped} bytes gzipped; ${MOST_BYTES} are allowed.`)
  writeFileSync(outfile, contents)
  return { bytes: contents.length, zipped }
}

if (import.meta.main) {
  const { bytes, zipped } = await buildTracker()
  process.stdout.write(`tracker: ${bytes} B, ${zipped} B gzipped\n`)
}
