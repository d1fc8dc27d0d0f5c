import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#platform/clock'
import { openHits, type Hits } from '#platform/db'
import { openJournal, startLoader, type BlockTable } from '#platform/hits'
import { inject } from 'vitest'

const quiet = { info: () => {}, warn: console.warn, error: console.error }
const numbers: BlockTable = {
  table: 'numbers',
  toRows: (lines) => ({ rows: lines.map((line) => (line.startsWith('{') ? line : null)), workspaceIds: ['shop'] }),
}

let folder: string
let hits: Hits

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kicau-journal-'))
  const engines = inject('engines')
  const database = `hits_${process.pid}`
  const root = openHits(engines.clickhouse)
  await root.client.command({ query: `create database ${database}` })
  await root.close()
  hits = openHits({ ...engines.clickhouse, database })
  await hits.client.command({
    query: `create table numbers (n UInt64, at Date default '2026-11-22', journal_id UUID, block UInt64, row_in_block UInt32)
      engine = MergeTree partition by at order by n
      settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000`,
  })
})

afterAll(async () => {
  await hits.close()
  await rm(folder, { recursive: true, force: true })
})

const stored = async (): Promise<number[]> => {
  const answer = await hits.client.query({ query: 'select n from numbers order by n', format: 'JSONEachRow' })
  return (await answer.json<{ n: number }>()).map(({ n }) => Number(n))
}
const empty = () => hits.client.command({ query: 'truncate table numbers' })
const open = (name: string, sealAfterMs = 200) => openJournal({ folder: join(folder, name), clock: systemClock, log: quiet, sealAfterMs })

test('what is appended is in the store soon after, once, and its segment is gone', async () => {
  await empty()
  const journal = await open('plain')
  const loaded: number[] = []
  const loader = startLoader({ ...numbers, journal, client: hits.client, log: quiet, onLoaded: ({ rows, workspaceIds }) => loaded.push(rows, workspaceIds.length) })
  await Promise.all(Array.from({ length: 500 }, (_, n) => journal.append({ n })))
  await expect.poll(stored, { timeout: 3000 }).toHaveLength(500)
  await journal.append({ n: 500 })
  await loader.stop()
  await journal.close()
  expect(await stored()).toEqual(Array.from({ length: 501 }, (_, n) => n))
  expect(loaded).toEqual([500, 1, 1, 1])
  expect(await readdir(join(folder, 'plain'))).toEqual([])
})
