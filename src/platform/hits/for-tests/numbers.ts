import type { ClickHouseClient } from '@clickhouse/client'
import type { BlockTable } from '../block.ts'

/** A table of numbers, split by their parity, so that a block is committed in two steps. */
export const numbers: BlockTable = {
  table: 'numbers',
  begins: '{"n":',
  varying: ['n'],
}

export const makeNumbers = (client: ClickHouseClient) =>
  client.command({
    query: `create table if not exists numbers (n UInt64, padding String, journal_id UUID, block UInt64, row_in_block UInt32)
      engine = MergeTree partition by n % 2 order by n
      settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000`,
  })

/** How often each number is in the store. */
export async function timesStored(client: ClickHouseClient): Promise<Map<number, number>> {
  const answer = await client.query({ query: 'select n, count() as times from numbers group by n', format: 'JSONEachRow' })
  return new Map((await answer.json<{ n: string | number; times: string | number }>()).map(({ n, times }) => [Number(n), Number(times)]))
}
