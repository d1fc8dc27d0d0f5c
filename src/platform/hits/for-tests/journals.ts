import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { systemClock } from '#platform/clock'
import { openHits, type Hits } from '#platform/db'
import { openJournal, startLoader, type HitsThreadSettings, type Journal, type JournalSettings } from '#platform/hits'
import { makeNumbers, numbers, timesStored } from './numbers.ts'

export const quiet = { info: () => {}, warn: () => {}, error: () => {} }
export const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)
export const append = (journal: Journal, ns: number[]) => Promise.all(ns.map((n) => journal.append({ n })))
/** What is to be in the store: each number, once. */
export const once = (count: number) => new Map(upTo(count).map((n) => [n, 1]))

/** For one file of tests: a table of numbers in a database of its own, empty before each, and a folder for the journals of each. */
export function journals() {
  const bed = {} as { folder: string; hits: Hits; address: HitsThreadSettings['clickhouse'] }
  let opened = 0
  beforeAll(async () => {
    bed.folder = await mkdtemp(join(tmpdir(), 'kicau-journal-'))
    const engines = inject('engines')
    const database = `hits_${process.pid}_${Date.now().toString(36)}`
    const root = openHits(engines.clickhouse)
    await root.client.command({ query: `create database ${database}` })
    await root.close()
    bed.address = { ...engines.clickhouse, database }
    bed.hits = openHits(bed.address)
    await makeNumbers(bed.hits.client)
  })
  afterAll(async () => {
    await bed.hits.close()
    await rm(bed.folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await bed.hits.client.command({ query: 'drop table numbers sync' })
    await makeNumbers(bed.hits.client)
    opened++
  })

  const root = () => join(bed.folder, String(opened))
  const open = (more: Partial<JournalSettings> = {}) => openJournal({ folder: root(), clock: systemClock, log: quiet, sealAfterMs: 200, ...more })
  const load = (journal: Journal, more: object = {}) => startLoader({ ...numbers, journal, client: bed.hits.client, log: quiet, ...more })
  const stored = async () => new Map([...(await timesStored(bed.hits.client))].sort(([one], [other]) => one - other))
  /** Loads all that earlier journals left, and nothing else. */
  const loadLeftOvers = async (): Promise<void> => {
    const journal = await open()
    await load(journal).stop()
    await journal.close()
  }
  return { bed, root, open, load, stored, loadLeftOvers }
}
