import fs from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '#platform/clock'
import { openJournal } from './journal.ts'
import { readSegment } from './frames.ts'
import { journals, quiet } from './for-tests/journals.ts'

// The system's own sync, counted, and failing when told to.
const disk = { syncs: 0, fails: false }
const { fdatasync } = fs
beforeEach(() => {
  Object.assign(disk, { syncs: 0, fails: false })
  vi.spyOn(fs, 'fdatasync').mockImplementation((fd, done) => {
    disk.syncs++
    if (disk.fails) done(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }))
    else fdatasync(fd, done)
  })
})
afterEach(() => void vi.restoreAllMocks())

const { root, load, stored } = journals()
const started = () => openJournal({ folder: root(), clock: systemClock, log: quiet, sealAfterMs: 60_000 })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** As whoever comes after a kill finds them. */
const linesOnDisk = async (id: string) => {
  const names = (await readdir(join(root(), id))).sort()
  const found = await Promise.all(names.map(async (name) => readSegment(await readFile(join(root(), id, name))).lines))
  return found.flat().length
}

test('lines that nobody waits for are written at once, and synced together a moment later', async () => {
  const journal = await started()
  for (let n = 0; n < 30; n++) {
    await journal.appendAll([`{"n":${n}}`], 'soon')
    expect(await linesOnDisk(journal.id)).toBe(n + 1)
    await pause(5)
  }
  expect(disk.syncs).toBeLessThan(10)
  const before = disk.syncs
  await journal.appendAll(['{"n":30}'], 'soon')
  await expect.poll(() => disk.syncs, { timeout: 5000 }).toBeGreaterThan(before)
  // Nothing waits any more, so nothing is synced.
  const rested = disk.syncs
  await pause(400)
  expect(disk.syncs).toBe(rested)
  await journal.close()
})

test('a line that somebody waits for is synced before its promise is kept, and takes along those that wait', async () => {
  const journal = await started()
  await journal.appendAll(['{"n":0}'], 'soon')
  const before = disk.syncs
  await journal.append('{"n":1}')
  expect(disk.syncs).toBe(before + 1)
  await pause(400)
  expect(disk.syncs).toBe(before + 1)
  // Together in one turn: whoever waits decides.
  await Promise.all([journal.appendAll(['{"n":2}'], 'soon'), journal.append('{"n":3}')])
  expect(disk.syncs).toBe(before + 2)
  await journal.close()
})

test('what waits is synced before its segment is sealed', async () => {
  const journal = await started()
  await journal.appendAll(['{"n":0}'], 'soon')
  expect(disk.syncs).toBe(0)
  await journal.seal()
  expect(disk.syncs).toBe(1)
  expect(journal.sealed.waiting()).toBe(1)
  await journal.close()
})

test('a disk that fails a moment later: what was taken is loaded all the same, and the next line goes into another file', async () => {
  const journal = await started()
  await journal.appendAll(['{"n":0}'], 'soon')
  disk.fails = true
  await expect.poll(() => journal.sealed.waiting(), { timeout: 5000 }).toBe(1)
  await expect(journal.append('{"n":1}')).rejects.toMatchObject({ why: 'disk-error' })
  disk.fails = false
  await journal.append('{"n":2}')
  await load(journal).stop()
  await journal.close()
  expect(await stored()).toEqual(new Map([[0, 1], [2, 1]]))
})
