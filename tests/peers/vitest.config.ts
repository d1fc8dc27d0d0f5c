import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    name: 'peers',
    include: ['tests/peers/**/*.peer.test.ts'],
    globalSetup: ['tests/harness/engines.ts'],
    // No promise of speed: a machine may be shared.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
