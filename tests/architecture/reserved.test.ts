import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { measuredPart, orderFormPart, reservedPaths, storyPart } from '#contract/reserved.ts'

const web = join(import.meta.dirname, '../../web')
const folders = (path: string) => readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name)

/** A shop's address, and a word of its own behind /l/, is of small letters, digits and hyphens: what else stands in a path is out of reach. */
const couldBeSlug = (part: string) => /^[a-z0-9-]+$/.test(part)

test('no shop and no link can take the name of a place at the root', () => {
  const routes = join(web, 'app/routes')
  const roots = folders(routes).flatMap((group) => folders(join(routes, group)))
  const served = readdirSync(join(web, 'static')).map((name) => name.replace(/\..*$/, ''))
  expect(roots).toContain('today')
  expect(roots).toContain('tahap')
  const reserved: readonly string[] = reservedPaths
  expect([...roots, ...served, 'api', 'l', 't', 'healthz', 'readyz', 'service-worker'].filter((part) => couldBeSlug(part) && !reserved.includes(part))).toEqual([])
})

test('what stands below a shop’s page is what its links know', () => {
  expect(folders(join(web, 'app/routes/(public)/s/[shop]')).toSorted()).toEqual([storyPart, orderFormPart, measuredPart].toSorted())
})
