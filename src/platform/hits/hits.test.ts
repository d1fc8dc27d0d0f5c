import { execFileSync, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { systemClock } from '#platform/clock'
import { openHits, type Hits } from '#platform/db'
import { JournalRefused, openJournal, startHitsThread, startLoader, type HitsThreadSettings, type Journal, type JournalSettings } from '#platform/hits'
import { makeNumbers, numbers, timesStored } from './for-tests/numbers.ts'
import { bytesOfLines, frameOf, readSegment, SEGMENT_BEGINS } from './frames.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

let folder: string
let hits: Hits
let address: HitsThreadSettings['clickhouse']
let opened = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kicau-journal-'))
  const engines = inject('engines')
  const database = `hits_${process.pid}_${Date.now().toString(36)}`
  const root = openHits(engines.clickhouse)
  await root.client.command({ query: `create database ${database}` })
  await root.close()
  address = { ...engines.clickhouse, database }
  hits = openHits(address)
  await makeNumbers(hits.client)
})

afterAll(async () => {
  await hits.close()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  await hits.client.command({ query: 'drop table numbers sync' })
  await makeNumbers(hits.client)
  opened++
})

const root = () => join(folder, String(opened))
const open = (more: Partial<JournalSettings> = {}) => openJournal({ folder: root(), clock: systemClock, log: quiet, sealAfterMs: 200, ...more })
const load = (journal: Journal, more: object = {}) => startLoader({ ...numbers, journal, client: hits.client, log: quiet, ...more })
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)
const append = (journal: Journal, ns: number[]) => Promise.all(ns.map((n) => journal.append({ n })))
const once = (count: number) => new Map(upTo(count).map((n) => [n, 1]))
const stored = async () => new Map([...(await timesStored(hits.client))].sort(([one], [other]) => one - other))

/** Loads all that earlier journals left, and nothing else. */
async function loadLeftOvers(): Promise<void> {
  const journal = await open()
  await load(journal).stop()
  await journal.close()
}

describe('journal and loader', () => {
  test('what is appended is in the store soon after, once, and its segment is gone', async () => {
    const journal = await open()
    const loaded: number[] = []
    const loader = load(journal, { onLoaded: ({ rows, workspaceIds }: { rows: number; workspaceIds: string[] }) => loaded.push(rows, workspaceIds.length) })
    await append(journal, upTo(500))
    await expect.poll(async () => (await stored()).size, { timeout: 3000 }).toBe(500)
    await journal.append({ n: 500 })
    await loader.stop()
    await journal.close()
    expect(await stored()).toEqual(once(501))
    expect(loaded).toEqual([500, 0, 1, 0])
    expect(await readdir(root())).toEqual([])
  })

  test('a line is one line of text', async () => {
    const journal = await open()
    await expect(journal.append('')).rejects.toThrow(RangeError)
    await expect(journal.append('{"n":1}\n{"n":2}')).rejects.toThrow(RangeError)
    await journal.appendAll([])
    await journal.append('{"n":1}')
    await journal.append('not a row')
    await journal.close()
    await expect(journal.append({ n: 3 })).rejects.toThrow(JournalRefused)
    await loadLeftOvers()
    expect(await stored()).toEqual(new Map([[1, 1]]))
  })

  test('what is not loaded waits for the next start', async () => {
    const journal = await open()
    await append(journal, upTo(20))
    await journal.close()
    await loadLeftOvers()
    expect(await stored()).toEqual(once(20))
    expect(await readdir(root())).toEqual([])
  })

  test('two processes have a journal each, and none takes the other’s', async () => {
    const [one, other] = [await open(), await open()]
    await Promise.all([append(one, [0, 2]), append(other, [1, 3])])
    const [first, second] = [load(one), load(other)]
    await Promise.all([first.stop(), second.stop()])
    await Promise.all([one.close(), other.close()])
    expect(await stored()).toEqual(once(4))
  })

  test('the first hit after a rest is on its way in a tenth of the time that a stream of them waits', async () => {
    const journal = await open({ sealAfterMs: 10_000 })
    await journal.append({ n: 0 })
    await expect.poll(() => journal.sealed.waiting(), { timeout: 5_000 }).toBe(1)
    await journal.append({ n: 1 })
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(journal.sealed.waiting()).toBe(1)
    await load(journal).stop()
    await journal.close()
    expect(await stored()).toEqual(once(2))
  })

  test('a segment is sealed by its size too', async () => {
    const journal = await open({ sealAtBytes: 300, sealAfterMs: 60_000 })
    for (const n of upTo(60)) await journal.append({ n })
    expect(journal.sealed.waiting()).toBeGreaterThan(3)
    await load(journal).stop()
    await journal.close()
    expect(await stored()).toEqual(once(60))
  })

  test('while the store is down hits wait, in few blocks, and come in when it is back', async () => {
    const { url, ...rest } = inject('engines').clickhouse
    const away = openHits({ ...rest, url: 'http://127.0.0.1:9' })
    const journal = await open({ sealAfterMs: 20 })
    const warned: string[] = []
    const loader = load(journal, { client: away.client, log: { ...quiet, warn: (_: object, text: string) => warned.push(text) } })
    for (const n of upTo(40)) {
      await journal.append({ n })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await expect.poll(() => loader.state().failing).not.toBeNull()
    expect(loader.state().waiting).toBeLessThan(8)
    expect(warned).toHaveLength(1)
    await loader.stop(50)
    await journal.close()
    await away.close()
    await loadLeftOvers()
    expect(await stored()).toEqual(once(40))
    expect(url).toBeTruthy()
  })
})

describe('after an unclean end the block is counted', () => {
  /** A block of ten that waits on the disk, and its rows as an earlier attempt would have sent them. */
  async function waitingBlock() {
    const journal = await open()
    await append(journal, upTo(10))
    await journal.close()
    const insert = (ns: number[], token?: string) =>
      hits.client.insert({
        table: 'numbers',
        format: 'JSONEachRow',
        values: ns.map((n) => ({ n, journal_id: journal.id, block: 0, row_in_block: n })),
        clickhouse_settings: { insert_deduplicate: 1, ...(token !== undefined && { insert_deduplication_token: token }) },
      })
    return { journal, insert }
  }

  test('all there: nothing is inserted', async () => {
    const { insert } = await waitingBlock()
    await insert(upTo(10))
    await loadLeftOvers()
    expect(await stored()).toEqual(once(10))
    expect(await readdir(root())).toEqual([])
  })

  test('there in part: the rest is inserted', async () => {
    const { insert } = await waitingBlock()
    await insert([0, 2, 4, 6, 8])
    await loadLeftOvers()
    expect(await stored()).toEqual(once(10))
  })

  test('there in part while an earlier attempt commits the rest: that comes in once', async () => {
    const { journal: { id }, insert } = await waitingBlock()
    await insert([0, 2, 4, 6, 8], `${id}:0`)
    let begun = 0
    // Between the look and the insert the earlier attempt takes its second step.
    const late = Object.assign(Object.create(hits.client) as typeof hits.client, {
      exec: async (asked: Parameters<typeof hits.client.exec>[0]) => {
        if (begun++ === 0) await insert([1, 3, 5, 7, 9], `${id}:0`)
        return hits.client.exec(asked)
      },
    })
    const journal = await open()
    await load(journal, { client: late }).stop()
    await journal.close()
    expect([begun, await stored()]).toEqual([1, once(10)])
  })

  test('the store remembers the token of a block that it does not have: it is inserted all the same', async () => {
    const { journal, insert } = await waitingBlock()
    await insert(upTo(10), `${journal.id}:0`)
    await hits.client.command({ query: 'alter table numbers delete where 1', clickhouse_settings: { mutations_sync: '1' } })
    await insert(upTo(10), `${journal.id}:0`)
    expect((await stored()).size, 'the token alone loses the block').toBe(0)
    await loadLeftOvers()
    expect(await stored()).toEqual(once(10))
  })
})

describe('damage', () => {
  const leave = async (bytes: Buffer, name = '0000000000.open') => {
    const journal = await open()
    await journal.close()
    const id = '01990000-0000-7000-8000-000000000001'
    execFileSync('mkdir', ['-p', join(root(), id)])
    await writeFile(join(root(), id, name), bytes)
  }
  const whole = frameOf([bytesOfLines(['{"n":0}', '{"n":1}'])])
  const torn = frameOf([bytesOfLines(['{"n":2}', '{"n":3}'])]).subarray(0, -3)

  test.each(['0000000000.open', '0000000000.sealed'])('what a kill tore off the end of %s is dropped as a whole', async (name) => {
    await leave(Buffer.concat([SEGMENT_BEGINS, whole, torn]), name)
    await loadLeftOvers()
    expect(await stored()).toEqual(once(2))
    expect(await readdir(root())).toEqual([])
  })

  test('an empty segment and a stray file are no block', async () => {
    await leave(Buffer.alloc(0))
    await loadLeftOvers()
    await leave(Buffer.concat([SEGMENT_BEGINS, whole]), 'notes.txt')
    await loadLeftOvers()
    expect((await stored()).size).toBe(0)
  })

  test('a block that the store can never take is set aside; those behind it go in', async () => {
    const journal = await open()
    const errors: object[] = []
    const loader = load(journal, { log: { ...quiet, error: (fields: object) => errors.push(fields) } })
    await journal.append('{"n":"no number"}')
    await journal.seal()
    await append(journal, upTo(3))
    await loader.stop()
    await journal.close()
    expect(await stored()).toEqual(once(3))
    expect(await readdir(journal.setAsideFolder)).toEqual([`${journal.id}-0.hits`])
    expect(errors).toHaveLength(1)
  })
})

describe('in a thread of its own', () => {
  const start = (more: Partial<HitsThreadSettings> = {}) => startHitsThread({ folder: root(), clickhouse: address, table: numbers, log: quiet, ...more })

  test('what is appended, one by one and together, is in the store letter by letter, once', async () => {
    const loaded: number[] = []
    const thread = await start({ onLoaded: ({ rows }) => loaded.push(rows) })
    const padding = 'Kuih lapis 🍰 “manis” ñ\u2028'
    await Promise.all([...upTo(300).map((n) => thread.append(JSON.stringify({ n, padding }))), thread.appendAll(upTo(400).slice(300).map((n) => `{"n":${n}}`))])
    await thread.seal()
    await expect.poll(async () => (await thread.state()).waiting, { timeout: 5000 }).toBe(0)
    expect(loaded.reduce((sum, rows) => sum + rows, 0)).toBe(400)
    await thread.append('{"n":400}')
    await thread.stop()
    expect(await stored()).toEqual(once(401))
    const answer = await hits.client.query({ query: 'select distinct padding from numbers where n < 300', format: 'JSONEachRow' })
    expect(await answer.json()).toEqual([{ padding }])
    expect(await readdir(root())).toEqual([])
  })

  test('what it refuses is told as the journal itself tells it, and its log is heard', async () => {
    const told: string[] = []
    const log = { ...quiet, warn: (_fields: object, message: string) => told.push(message) }
    const thread = await start({ clickhouse: { ...address, database: 'nowhere' }, log })
    await expect(thread.append('two\nlines')).rejects.toThrow(RangeError)
    await thread.append('{"n":1}')
    await thread.seal()
    await expect.poll(() => told.join(), { timeout: 5000 }).toContain('hits wait in the journal')
    expect((await thread.state()).waiting).toBe(1)
    await thread.stop(0)
    await expect(thread.append('{"n":2}')).rejects.toMatchObject({ why: 'closed' })
    await loadLeftOvers()
    expect(await stored()).toEqual(new Map([[1, 1]]))
  })
})

describe('rows that the store refuses', () => {
  const bad = '{"n":"no number"}'
  const setAside = async (journal: Journal) => {
    const names = await readdir(journal.setAsideFolder)
    const files = await Promise.all(names.map((name) => readFile(join(journal.setAsideFolder, name))))
    return { names, lines: files.flatMap((bytes) => readSegment(bytes).lines) }
  }

  test('are set aside alone; the others of their block go in, once', async () => {
    const journal = await open()
    const loaded: number[] = []
    const loader = load(journal, { onLoaded: ({ rows }: { rows: number }) => loaded.push(rows) })
    await Promise.all(upTo(300).map((n) => journal.append(n === 17 || n === 250 ? bad : { n })))
    await journal.seal()
    await expect.poll(async () => (await stored()).size, { timeout: 15_000 }).toBe(298)
    await loader.stop(30_000)
    await journal.close()
    const wanted = once(300)
    for (const n of [17, 250]) wanted.delete(n)
    expect(await stored()).toEqual(wanted)
    expect(await setAside(journal)).toEqual({ names: [`${journal.id}-0.hits`], lines: [bad, bad] })
    expect(loaded).toEqual([298])
    expect(await readdir(root())).toEqual(['set-aside'])
  })

  test('found by a start after a kill amid the halving: what is in is not put in again, nor set aside', async () => {
    const journal = await open()
    await Promise.all(upTo(40).map((n) => journal.append(n === 5 ? bad : { n })))
    await journal.close()
    await hits.client.insert({
      table: 'numbers',
      format: 'JSONEachRow',
      values: upTo(40).slice(20).map((n) => ({ n, journal_id: journal.id, block: 0, row_in_block: n })),
    })
    const next = await open()
    await load(next).stop(30_000)
    await next.close()
    const wanted = once(40)
    wanted.delete(5)
    expect(await stored()).toEqual(wanted)
    expect((await setAside(next)).lines).toEqual([bad])
  })

  test('more of them than it may look for: each row is in the store or set aside, and the block ends', async () => {
    const journal = await open()
    let inserts = 0
    const counting = Object.assign(Object.create(hits.client) as typeof hits.client, {
      exec: (asked: Parameters<typeof hits.client.exec>[0]) => {
        inserts++
        return hits.client.exec(asked)
      },
    })
    const loader = load(journal, { client: counting })
    await Promise.all(upTo(1000).map((n) => journal.append(n % 2 === 0 ? `{"n":"bad ${n}"}` : { n })))
    await loader.stop(60_000)
    await journal.close()
    const kept = await setAside(journal)
    const told = [...(await stored()).keys(), ...kept.lines.map((line) => Number(/\d+/.exec(line)![0]))]
    expect(told.toSorted((one, other) => one - other)).toEqual(upTo(1000))
    expect([...(await stored()).values()].every((times) => times === 1)).toBe(true)
    expect(inserts).toBeLessThan(210)
  })
})

describe('a disk that takes nothing', () => {
  test('too little room: refused, and nothing that was acknowledged is lost', async () => {
    const journal = await open({ spareBytes: Number.MAX_SAFE_INTEGER })
    await expect(journal.append({ n: 1 })).rejects.toMatchObject({ why: 'full' })
    await journal.close()
  })

  const mounts = process.getuid?.() === 0 && canMount()
  test.skipIf(!mounts)('a full disk, and room again', async () => {
    const small = join(folder, 'small')
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
