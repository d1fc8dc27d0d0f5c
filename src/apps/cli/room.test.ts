import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSettings } from '#platform/config'
import { textsIn } from '#platform/i18n'
import { isFull, roomProblem } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'kicau-room-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A shell in which `folder` is a disk of its own, of so many megabytes; gone with the shell. */
function onDiskOf(megabytes: number, command: string, language = 'C') {
  const apart = process.geteuid?.() === 0 ? ['-m'] : ['-rm']
  const root = join(import.meta.dirname, '../../..')
  return spawnSync('unshare', [...apart, 'sh', '-c', `mount -t tmpfs -o size=${megabytes}m,mode=755 kicau "$FOLDER" && ${command}`], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: folder, FOLDER: folder, DATA_DIR: join(folder, 'data'), PORT: '0', LANG: language, KICAU: join(root, 'bin/kicau') },
    encoding: 'utf8',
  })
}
const mayMount = onDiskOf(1, 'true').status === 0

test('the room is asked for before anything is made: more of it for a first start than for a later one', async () => {
  const texts = textsIn('en')
  const settings = readSettings({ DATA_DIR: folder })
  expect(await roomProblem(settings, texts, { first: 0, later: 1e18, withoutEngines: 1e18 })).toBeNull()
  expect(await roomProblem(settings, texts, { first: 1e18, later: 0, withoutEngines: 1e18 })).toMatch(/^There are \d+ MB left on the disk of .+, and the very first start needs 1000000000000 MB\. Nothing was begun\./)
  // With a database of one's own there is no first one to make.
  expect(await roomProblem({ ...settings, DATABASE_URL: 'postgres://localhost/kicau' }, texts, { first: 1e18, later: 0, withoutEngines: 1e18 })).toBeNull()
})

test('a full disk is known by the words of Node and of the engines, and nothing else is', () => {
  expect(isFull(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe(true)
  expect(isFull(new Error('FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device'))).toBe(true)
  expect(isFull(new Error('The journal cannot be used', { cause: Object.assign(new Error('write'), { code: 'EDQUOT' }) }))).toBe(true)
  expect(isFull(new Error('address already in use'))).toBe(false)
})

test.runIf(mayMount).each([
  ['id', 'id_ID.UTF-8', 10],
  ['ms', 'ms_MY.UTF-8', 100],
  ['en', 'en_US.UTF-8', 100],
] as const)('in %s a first start on a disk with too little room says how much it needs, and makes nothing', (language, locale, megabytes) => {
  const { status, stdout, stderr } = onDiskOf(megabytes, '"$KICAU" start; state=$?; ls -A "$DATA_DIR"; exit $state', locale)
  const texts = textsIn(language)
  const free = Math.floor((megabytes * 1024 * 1024) / 1_000_000)
  const said = texts('cli:roomFirst', { folder: join(folder, 'data'), free, needed: 250 })
  expect(stderr).toBe(`${texts('cli:failed', { reason: said })}\n${texts('cli:seeDoctor')}\n`)
  expect({ status, stdout }).toEqual({ status: 1, stdout: `${texts('cli:starting')}\n` })
})
