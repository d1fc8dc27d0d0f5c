import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // No promise of speed: a machine may be shared.
          testTimeout: 30_000,
          // Files of one worker share what they import, which is half of the work here and a sixth in `engines`: no test may
          // rely on a fresh module, and none leaves one changed.
          isolate: false,
          include: ['src/contract/**/*.test.ts', 'tests/architecture/**/*.test.ts', 'tracker/**/*.test.ts', 'src/**/*.pure.test.ts', 'demo/**/*.pure.test.ts', 'web/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'engines',
          include: ['src/{platform,modules,apps}/**/*.test.ts', 'demo/**/*.test.ts'],
          exclude: ['**/*.pure.test.ts'],
          globalSetup: ['tests/harness/engines.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        // Whole Kicaus are started and killed here: one at a time.
        test: {
          name: 'system',
          include: ['tests/system/**/*.test.ts'],
          globalSetup: ['tests/harness/engines.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          // A way through the desk takes a minute where nobody else works; each step in it has a limit of its own.
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // One desk at a time: two on two cores keep each other waiting, and some steps are held to a time.
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
    ],
  },
})
