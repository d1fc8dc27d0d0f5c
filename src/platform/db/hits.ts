import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import type { HitReader } from '../scope/index.ts'

export interface Hits {
  readonly client: ClickHouseClient
  /** A reader bound to one shop: `{shop:UUID}` is its id in every query. */
  readerFor(workspaceId: string): HitReader
  /** Resolves when the store answers, rejects when it does not. */
  answers(): Promise<void>
  close(): Promise<void>
}

/** Opens the stream of hits. A query that runs for 30 s is stopped; `longest` is for those who wait for more. */
export function openHits(address: { url: string; username: string; password: string; database: string }, { longest = 30 }: { longest?: number } = {}): Hits {
  const client = createClient({
    ...address,
    request_timeout: (longest + 5) * 1000,
    max_open_connections: 8,
    // What fails is thrown, and told by whoever asked.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { max_execution_time: longest, output_format_json_quote_64bit_integers: 0 },
  })
  return {
    client,
    readerFor: (workspaceId) => ({
      query: async <Row>(sql: string, params: Record<string, unknown> = {}) => {
        const answer = await client.query({
          query: sql,
          format: 'JSONEachRow',
          query_params: { ...params, shop: workspaceId },
        })
        return answer.json<Row>()
      },
      setAside: async (intoSelect, params = {}) => {
        await client.command({ query: `insert into ${intoSelect}`, query_params: { ...params, shop: workspaceId } })
      },
    }),
    answers: async () => {
      // No ping: that is answered whoever asks, also to a wrong password or for a database that is not there.
      const answer = await client.query({ query: 'select 1', format: 'JSONEachRow' })
      await answer.json()
    },
    close: () => client.close(),
  }
}
