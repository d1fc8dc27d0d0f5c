import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** For tests: a log that nobody reads. */
export const quiet = { info: () => {}, warn: () => {}, error: () => {} }

/** For tests: a data folder that goes when the test is over. */
export function temporaryFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `kicau-${name}-`))
  return {
    path,
    remove() {
      chmodSync(path, 0o700)
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** For tests: asks again until it is so, or a minute is over. */
export async function until(so: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(20)) {
    if (await Promise.resolve(so()).catch(() => false)) return
  }
  throw new Error(`Not so within a minute: ${what}`)
}
