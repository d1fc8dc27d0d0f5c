import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#platform/clock'
import { openJournal } from '#platform/hits'
import { journals, once, quiet } from './for-tests/journals.ts'

const { bed, root, open, load, stored } = journals()

describe('a disk that takes nothing', () => {
  test('too little room: refused, and nothing that was acknowledged is lost', async () => {
    const journal = await open({ spareBytes: Number.MAX_SAFE_INTEGER })
    await expect(journal.append({ n: 1 })).rejects.toMatchObject({ why: 'full' })
    await journal.close()
  })

  const mounts = process.getuid?.() === 0 && canMount()
  test.skipIf(!mounts)('a full disk, and room again', async () => {
    const small = join(bed.folder, 'small')
    execFileSync('mkdir', ['-p', small])
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small])
    onTestFinished(() => void execFileSync('umount', [small]))
    const journal = await openJournal({ folder: small, clock: systemClock, log: quiet, sealAfterMs: 50, spareBytes: 0 })
    const kept: number[] = []
    let refused: unknown
    for (let n = 0; refused === undefined; n++)
      await journal.append({ n, padding: 'x'.repeat(2000) }).then(
        () => kept.push(n),
        (error: unknown) => {
          refused = error
        },
      )
    expect(refused).toMatchObject({ why: 'full' })
    expect(kept.length).toBeGreaterThan(50)
    // The loader makes room.
    const loader = load(journal)
    await expect.poll(() => journal.append({ n: kept.length }).then(() => true, () => false), { timeout: 5000 }).toBe(true)
    await loader.stop()
    await journal.close()
    expect(await stored()).toEqual(once(kept.length + 1))
  })

  test('a file that can’t grow: refused, the next file takes more, and every acknowledged line comes in', async () => {
    // The shell's limit on the size of a file makes writes fail half-way, as broken disks do.
    const code = `
      import { openJournal } from ${JSON.stringify(join(import.meta.dirname, 'journal.ts'))}
      const quiet = { info() {}, warn() {}, error() {} }
      const journal = await openJournal({ folder: process.argv[1], clock: { now: () => new Date() }, log: quiet, sealAfterMs: 60000 })
      let refused = 0
      for (let n = 0; n < 300; n++) await journal.append({ n, padding: 'x'.repeat(300) }).then(() => console.log(n), () => refused++)
      await journal.close()
      console.error(refused)`
    const child = spawn('bash', ['-c', `trap '' XFSZ; ulimit -f 24; exec "${process.execPath}" --input-type=module-typescript -e "$0" "$1"`, code, root()])
    let said = ''
    let refused = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (refused += chunk))
    expect(await new Promise((resolve) => child.on('exit', resolve)), refused).toBe(0)
    const kept = said.trim().split('\n').map(Number)
    expect(Number(refused)).toBeGreaterThan(0)
    expect(kept.length).toBe(300 - Number(refused))
    const journal = await open()
    await load(journal).stop()
    await journal.close()
    expect([...(await stored())]).toEqual(kept.map((n) => [n, 1]))
  })
})

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
