import { createServer, type AddressInfo } from 'node:net'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readSettings } from '#platform/config'
import { textsIn } from '#platform/i18n'
import { folderProblem, freeOf, portProblem, roomProblem } from './place.ts'

const texts = textsIn('id')
const taken = createServer()
afterEach(() => taken.close())

test('a port that is taken, and an address that is not of this machine, are told apart before anything starts', async () => {
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const at = (HOST: string, PORT: number) => portProblem(readSettings({ HOST, PORT: String(PORT) }), texts)
  expect(await at('127.0.0.1', port)).toBe(texts('cli:port', { port }))
  expect(await at('192.0.2.1', port)).toBe(texts('cli:hostNotHere', { host: '192.0.2.1', reason: 'EADDRNOTAVAIL' }))
  await new Promise((resolve) => taken.close(resolve))
  expect(await at('127.0.0.1', port)).toBeNull()
})

test('a data folder that takes no file is told in the words of the reader', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-place-'))
  try {
    const at = (DATA_DIR: string) => folderProblem(readSettings({ DATA_DIR }), texts)
    expect(await at(join(folder, 'new', 'newer'))).toBeNull()
    await writeFile(join(folder, 'file'), '')
    expect(await at(join(folder, 'file'))).toContain(`tidak bisa ditulisi: ${texts('cli:doctor.folder.EEXIST')}.`)
    expect(await at(join(folder, 'file', 'new'))).toContain(texts('cli:doctor.folder.ENOTDIR'))
    // Where Node's own way of making folders never comes back.
    if (process.platform === 'linux') expect(await at('/proc/kicau/data')).toContain(texts('cli:doctor.folder.ENOENT'))
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a file system that tells no figures has unknown room, and a full one has none', () => {
  expect(freeOf({ blocks: 0, bavail: 0, bsize: 4096 })).toBeNull()
  expect(freeOf({ blocks: 100, bavail: 0, bsize: 4096 })).toBe(0)
  expect(freeOf({ blocks: 100, bavail: 3, bsize: 4096 })).toBe(12_288)
})

test.runIf(process.platform === 'linux')('on a file system that tells no figures a start is not refused', async () => {
  // The kernel's own one answers zeros.
  expect((await statfs('/proc')).blocks).toBe(0)
  expect(await roomProblem(readSettings({ DATA_DIR: '/proc' }), texts)).toBeNull()
})

test('with both engines elsewhere only the journal needs room, and before a first start nothing is said to be still there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-place-'))
  try {
    const settings = readSettings({ DATA_DIR: folder, DATABASE_URL: 'postgres://localhost/kicau', CLICKHOUSE_URL: 'http://localhost:8123' })
    const needs = { first: 1e18, later: 1e18, withoutEngines: 0 }
    expect(await roomProblem(settings, texts, needs)).toBeNull()
    const none = { ...needs, withoutEngines: 1e18 }
    expect(await roomProblem(settings, texts, none)).toContain('Belum ada yang dimulai.')
    await mkdir(join(folder, 'journal'))
    expect(await roomProblem(settings, texts, none)).toContain('Semua yang sudah dicatat tetap ada.')
  } finally {
    await rm(folder, { recursive: true })
  }
})
