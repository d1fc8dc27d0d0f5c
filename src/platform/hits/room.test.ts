import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openRoom } from './room.ts'

test('files are read whole one after the other, into the same memory while they are of a size', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-room-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const readInto = openRoom()
  const memory = []
  for (const [name, size] of Object.entries({ large: 8_000_000, shorter: 7_000_000, larger: 12_000_000, small: 300, empty: 0 })) {
    const bytes = Buffer.alloc(size, name)
    await writeFile(join(folder, name), bytes)
    const read = await readInto(join(folder, name))
    expect(read.equals(bytes)).toBe(true)
    memory.push(read.buffer)
  }
  const [large, shorter, larger, small] = memory
  expect(shorter).toBe(large)
  expect(larger).not.toBe(large)
  expect(small!.byteLength).toBeLessThan(1_000_000)
  await expect(readInto(join(folder, 'none'))).rejects.toThrow('ENOENT')
})
