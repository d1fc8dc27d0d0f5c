import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#platform/clock'
import { openHits, type Hits } from '#platform/db'
import { startClickhouse, type RunningClickhouse } from '#platform/engines'
import { openJournal, startLoader } from '#platform/hits'
import { makeNumbers, numbers, timesStored } from './for-tests/numbers.ts'
import type { WriterOrders } from './for-tests/writer.ts'

// What is acknowledged is neither lost nor doubled, whoever is killed and whenever. An engine of its own, to be killed.

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

let dataDir: string
let engine: RunningClickhouse
let hits: Hits

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kicau-kill-'))
  engine = await startClickhouse({ dataDir }, quiet)
  hits = openHits(engine.address)
})

afterAll(async () => {
  await hits.close()
  await engine.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const emptied = async () => {
  await hits.client.command({ query: 'drop table if exists numbers sync' })
  await makeNumbers(hits.client)
}

async function expectEachOnce(acknowledged: Iterable<number>): Promise<void> {
  const times = await timesStored(hits.client)
  expect([...acknowledged].filter((n) => !times.has(n)), 'lost').toEqual([])
  expect([...times].filter(([, count]) => count > 1), 'doubled').toEqual([])
}

test('the process that writes and loads is killed, again and again', { timeout: 120_000 }, async () => {
  await emptied()
  const folder = join(dataDir, 'writer')
  const acknowledged = new Set<number>()
  for (let round = 0; round < 5; round++) {
    const child = fork(join(import.meta.dirname, 'for-tests/writer.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    let first: (() => void) | undefined
    const writes = new Promise<void>((resolve) => (first = resolve))
    child.on('message', (n) => {
      acknowledged.add(n as number)
      first?.()
    })
    child.send({ folder, from: round * 1_000_000, clickhouse: engine.address } satisfies WriterOrders)
    await writes
    // From within the first block to well into those that follow, whose predecessors are being loaded.
    await wait(20 + Math.random() * 500)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
  }
  const journal = await openJournal({ folder, clock: systemClock, log: quiet })
  await startLoader({ journal, client: hits.client, log: quiet, ...numbers }).stop(60_000)
  await journal.close()
  expect(acknowledged.size).toBeGreaterThan(100)
  await expectEachOnce(acknowledged)
  expect(await readdir(folder)).toEqual([])
})

test('the store is killed between two steps of a block’s insert, again and again', { timeout: 180_000 }, async () => {
  await emptied()
  const folder = join(dataDir, 'store')
  let kills = 0
  // A moment after an insert was begun, the engine's process is killed: before, within or after each of its steps.
  const killing = Object.assign(Object.create(hits.client) as ClickHouseClient, {
    exec: async (asked: Parameters<ClickHouseClient['exec']>[0]) => {
      const pid = engine.pid()
      if (kills < 5 && pid !== undefined) {
        kills++
        setTimeout(() => killed(pid), Math.random() * 60)
      }
      return hits.client.exec(asked)
    },
  })
  const journal = await openJournal({ folder, clock: systemClock, log: quiet, sealAfterMs: 100 })
  const loader = startLoader({ journal, client: killing, log: quiet, ...numbers })
  let taken = 0
  while (kills < 5) {
    await Promise.all(Array.from({ length: 200 }, () => journal.append({ n: taken++ })))
    await wait(50)
  }
  await expect.poll(() => loader.state().failing, { timeout: 60_000 }).toBeNull()
  await loader.stop(60_000)
  await journal.close()
  await expectEachOnce(Array.from({ length: taken }, (_, n) => n))
  expect(await readdir(folder)).toEqual([])
})

/** Two inserts may have begun in one life of the engine: the second kill then finds nobody. */
function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ESRCH') throw failure
  }
}
