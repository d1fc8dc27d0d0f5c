import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of one test's own, which is gone when that test has ended. */
export async function testFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `kicau-${name}-`))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
