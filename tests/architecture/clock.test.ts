import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('modules take the time from the clock of their scope', () => {
  const files = globSync('src/modules/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  expect(files.length).toBeGreaterThan(100)
  const own = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, place) => (/\bDate\.now\(|\bnew Date(\(\)|(?![\w(]))/.test(line) ? [`${file}:${place + 1}: ${line.trim()}`] : [])),
  )
  expect(own).toEqual([])
})
