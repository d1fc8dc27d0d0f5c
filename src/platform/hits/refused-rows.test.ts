import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Journal } from '#platform/hits'
import { append, journals, once, quiet, upTo } from './for-tests/journals.ts'
import { readSegment } from './frames.ts'

const { bed, root, open, load, stored } = journals()

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
    await bed.hits.client.insert({
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
    const counting = Object.assign(Object.create(bed.hits.client) as typeof bed.hits.client, {
      exec: (asked: Parameters<typeof bed.hits.client.exec>[0]) => {
        inserts++
        return bed.hits.client.exec(asked)
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
