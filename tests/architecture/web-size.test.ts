import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isStartWords } from '../../web/i18n/start-words.ts'

// Owners hold cheap phones on slow networks: what Today needs before it can be used is counted here, gzipped.
const mostScript = 110 * 1024
const mostStyle = 12 * 1024

interface Chunk {
  file: string
  css?: string[]
  imports?: string[]
  dynamicImports?: string[]
}

const root = join(import.meta.dirname, '../..')
const kit = join(root, '.svelte-kit')
const output = join(kit, 'output/client')
const generated = join(kit, 'generated/build/client-optimized')
const today = join(root, 'web/app/routes/(desk)/today/+page.ts')
const built = existsSync(join(output, '.vite/manifest.json')) && existsSync(join(generated, 'app.js')) && existsSync(today)

describe.skipIf(!built)("Today's first load, as built last", () => {
  it('is light', () => {
    const { scripts, styles } = firstLoad('/(desk)/today', namespacesOf(today))
    const script = sizeOf(scripts)
    const style = sizeOf(styles)
    console.log(`Today: ${(script / 1024).toFixed(1)} KB of script, ${(style / 1024).toFixed(1)} KB of style`)
    expect(script).toBeLessThanOrEqual(mostScript)
    expect(style).toBeLessThanOrEqual(mostStyle)
  })
})

function firstLoad(route: string, namespaces: string[]) {
  const manifest = JSON.parse(readFileSync(join(output, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const reach = (names: string[], steps: (chunk: Chunk) => string[], reached = new Set<Chunk>()) => {
    for (const name of names) {
      const chunk = manifest[name]
      if (!chunk || reached.has(chunk)) continue
      reached.add(chunk)
      reach(steps(chunk), steps, reached)
    }
    return reached
  }
  const entries = Object.keys(manifest).filter((name) => /\/(start|app|payload)\.[\w-]+\.js$/.test(manifest[name]!.file))
  const nodes = nodesOf(route).map((node) => `.svelte-kit/generated/build/client-optimized/nodes/${node}.js`)
  const words = ['.build/words/id.json', ...namespaces.filter((namespace) => !isStartWords(namespace)).map((namespace) => `locales/id/${namespace}.json`)]
  const needed = reach([...entries, ...nodes, ...words], (chunk) => chunk.imports ?? [])
  // Kit links the style of what is only imported later, too.
  const styled = reach(nodes, (chunk) => [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])])
  return {
    scripts: new Set([...needed].map((chunk) => chunk.file)),
    styles: new Set([...styled].flatMap((chunk) => chunk.css ?? [])),
  }
}

/** The numbers of the nodes that Kit loads for a route: the root's layout and error page, then its own. */
function nodesOf(route: string): number[] {
  const line = readFileSync(join(generated, 'app.js'), 'utf8')
    .split('\n')
    .find((text) => text.includes(`"${route}"`))
  const own = line?.split(':').at(-1)?.match(/\d+/g) ?? []
  return [0, 1, ...own.map(Number)]
}

const namespacesOf = (page: string): string[] => [...readFileSync(page, 'utf8').matchAll(/'([\w-]+)'(?=\s*[,)])/g)].map((match) => match[1]!)

const sizeOf = (files: Set<string>) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(output, file))).length, 0)
