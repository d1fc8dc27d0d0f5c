import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AlreadyClaimed, claim } from './claim.ts'
import { isAlive, ownIdentity } from './process-identity.ts'
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kicau-claim-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('a claim is one process’s, until released', () => {
  const file = join(folder, 'lock')
  const first = claim(file, 'It')
  expect(() => claim(file, 'It')).toThrow(AlreadyClaimed)
  expect(() => claim(file, 'It')).toThrow(`It is in use by another Kicau (process ${process.pid})`)
  first.release()
  claim(file, 'It').release()
  expect(readdirSync(folder)).toEqual([])
})

test('what a dead process left is taken over, and what is not to be read', () => {
  const file = join(folder, 'lock')
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }))
  claim(file, 'It').release()
  writeFileSync(file, '')
  claim(file, 'It').release()
})

test('a process that was given a dead one’s number does not hold its claim', () => {
  const file = join(folder, 'lock')
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'long ago' }))
  claim(file, 'It').release()
})

test('a process is alive until it ends, and then it is not', async () => {
  const child = spawn('sleep', ['60'])
  expect(isAlive({ pid: child.pid!, started: '' })).toBe(true)
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  expect(isAlive({ pid: child.pid!, started: '' })).toBe(false)
  expect(isAlive(ownIdentity())).toBe(true)
})

test('the run file is there for its process’s life only', () => {
  const addresses = {
    postgres: { connectionString: 'postgres://elsewhere' },
    clickhouse: { url: 'http://elsewhere', username: 'a', password: 'b', database: 'c' },
  }
  expect(readRunFile(folder)).toBeUndefined()
  writeRunFile(folder, addresses, new Date('2026-01-02T03:04:05Z'))
  expect(readRunFile(folder)).toEqual({ process: ownIdentity(), startedAt: '2026-01-02T03:04:05.000Z', ...addresses })
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ process: { pid: process.pid, started: 'long ago' }, ...addresses }))
  expect(readRunFile(folder)).toBeUndefined()
  removeRunFile(folder)
  expect(readdirSync(folder)).toEqual([])
})
