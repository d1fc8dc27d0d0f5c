import { createServer, type AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readSettings } from '#platform/config'
import { textsIn } from '#platform/i18n'
import { folderProblem, portProblem } from './place.ts'

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
