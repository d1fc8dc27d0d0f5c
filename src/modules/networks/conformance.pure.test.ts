import { describe, expect, test } from 'vitest'
import { checksOf } from './conformance.ts'
import { adapters } from './registry.ts'

describe.each(adapters.map((adapter) => [`${adapter.manifest.network} (${adapter.manifest.way})`, adapter] as const))('%s', (_, adapter) => {
  for (const { name, run } of checksOf(adapter)) test(name, run)
})

test('each network stands once in each way', () => {
  const names = adapters.map(({ manifest }) => `${manifest.network} ${manifest.way}`)
  expect(new Set(names).size).toBe(names.length)
})
