import { execFileSync } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { append, journals, once, upTo } from './for-tests/journals.ts'
import { bytesOfLines, frameOf, SEGMENT_BEGINS } from './frames.ts'

const { bed, root, open, load, stored, loadLeftOvers } = journals()

describe('after an unclean end the block is counted', () => {
  /** A block of ten that waits on the disk, and its rows as an earlier attempt would have sent them. */
  async function waitingBlock() {
    const journal = await open()
    await append(journal, upTo(10))
    await journal.close()
    const insert = (ns: number[], token?: string) =>
      bed.hits.client.insert({
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
    const late = Object.assign(Object.create(bed.hits.client) as typeof bed.hits.client, {
      exec: async (asked: Parameters<typeof bed.hits.client.exec>[0]) => {
        if (begun++ === 0) await insert([1, 3, 5, 7, 9], `${id}:0`)
        return bed.hits.client.exec(asked)
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
    await bed.hits.client.command({ query: 'alter table numbers delete where 1', clickhouse_settings: { mutations_sync: '1' } })
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
})
