import type { ClickHouseClient } from '@clickhouse/client'
import type { VisitExport } from '#contract/visit-imports.ts'
import { insertRows } from '#platform/hits'
import { hitsTable } from '../intake/row.ts'
import { pastDaysRows, pastHitRows } from './past-rows.ts'
import type { PastStore } from './take-in.ts'

export interface PastPlace {
  workspaceId: string
  siteId: string
  importId: string
}

/** A block that the store takes at once is 64 MB at most. */
const MOST_CHARACTERS = 16 * 1024 * 1024

/** Hits of an import are known by its id, which stands where others have their journal's. */
export function openPastStore(client: ClickHouseClient, place: PastPlace): PastStore {
  const { workspaceId, siteId, importId } = place
  const rowOf = pastHitRows(workspaceId, siteId)
  let block = 0
  const insert = (rows: readonly string[]) => insertRows({ client, table: hitsTable.table }, { journalId: importId, block: block++ }, rows)
  return {
    putHits: async (hits) => {
      let rows: string[] = []
      let characters = 0
      for (const hit of hits) {
        const row = rowOf(hit)
        rows.push(row)
        characters += row.length
        if (characters < MOST_CHARACTERS) continue
        await insert(rows)
        rows = []
        characters = 0
      }
      if (rows.length > 0) await insert(rows)
    },
    putDays: async (days, tool: VisitExport) => {
      await client.insert({ table: 'analytics_imported_days', values: days.map(pastDaysRows(place, tool)), format: 'JSONEachRow' })
    },
  }
}

/** How many hits and rows of days the store has of an import. */
export async function rowsOfImport(client: ClickHouseClient, { workspaceId, importId }: PastPlace): Promise<{ hits: number; days: number }> {
  const answer = await client.query({
    query: `select
        (select count() from analytics_hits where workspace_id = {shop:UUID} and journal_id = {import:UUID}) as hits,
        (select count() from analytics_imported_days where workspace_id = {shop:UUID} and import_id = {import:UUID}) as days`,
    query_params: { shop: workspaceId, import: importId },
    format: 'JSONEachRow',
  })
  const [found] = await answer.json<{ hits: number; days: number }>()
  return found!
}

/** When the first of an import's hits was; null where it has none. */
export async function firstHitOf(client: ClickHouseClient, { workspaceId, importId }: PastPlace): Promise<Date | null> {
  const answer = await client.query({
    query: `select toUnixTimestamp64Milli(min(at)) as first from analytics_hits where workspace_id = {shop:UUID} and journal_id = {import:UUID} having count() > 0`,
    query_params: { shop: workspaceId, import: importId },
    format: 'JSONEachRow',
  })
  const [found] = await answer.json<{ first: number | string }>()
  return found ? new Date(Number(found.first)) : null
}

/** Takes out of the store whatever there is of an import. */
export async function takeOut(client: ClickHouseClient, place: PastPlace): Promise<void> {
  const { hits, days } = await rowsOfImport(client, place)
  for (const [table, id, rows] of [
    ['analytics_hits', 'journal_id', hits],
    ['analytics_imported_days', 'import_id', days],
  ] as const) {
    if (rows === 0) continue
    await client.command({
      query: `alter table ${table} delete where workspace_id = {shop:UUID} and ${id} = {import:UUID}`,
      query_params: { shop: place.workspaceId, import: place.importId },
      clickhouse_settings: { mutations_sync: '1' },
    })
  }
}
