import { defineConfig } from 'vitest/config'

/** One order followed all the way round. */
const THREAD = 'tests/journeys/thread-*.test.ts'

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
          exclude: [THREAD],
          // A way through the desk takes a minute where nobody else works; each step in it has a limit of its own.
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // One alone leaves four tenths of two cores to nobody.
          maxWorkers: 2,
        },
      },
      {
        // One desk at a time: it keeps both cores busy, and some of its steps are held to a time.
        test: {
          name: 'thread',
          include: [THREAD],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
    ],
  },
})
