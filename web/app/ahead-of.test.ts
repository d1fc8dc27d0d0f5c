import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aheadOf } from './ahead-of'

test.each(Object.entries(aheadOf))('%s asks for just the words that its page is preloaded with', (route, { words }) => {
  const load = readFileSync(new URL(`./routes${route}/+page.ts`, import.meta.url), 'utf8')
  expect(/words\(([^)]*)\)/.exec(load)?.[1]?.match(/[\w-]+/g)).toEqual(words)
})
