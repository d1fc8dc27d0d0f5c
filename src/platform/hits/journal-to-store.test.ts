import { readdir } from 'node:fs/promises'
import { describe, expect, inject, test } from 'vitest'
import { openHits } from '#platform/db'
import { JournalRefused, startHitsThread, type HitsThreadSettings } from '#platform/hits'
import { append, journals, once, quiet, upTo } from './for-tests/journals.ts'
import { numbers } from './for-tests/numbers.ts'

const { bed, root, open, load, stored, loadLeftOvers } = journals()

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

describe('in a thread of its own', () => {
  const start = (more: Partial<HitsThreadSettings> = {}) => startHitsThread({ folder: root(), clickhouse: bed.address, table: numbers, log: quiet, ...more })

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
    const answer = await bed.hits.client.query({ query: 'select distinct padding from numbers where n < 300', format: 'JSONEachRow' })
    expect(await answer.json()).toEqual([{ padding }])
    expect(await readdir(root())).toEqual([])
  })

  test('what it refuses is told as the journal itself tells it, and its log is heard', async () => {
    const told: string[] = []
    const log = { ...quiet, warn: (_fields: object, message: string) => told.push(message) }
    const thread = await start({ clickhouse: { ...bed.address, database: 'nowhere' }, log })
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
