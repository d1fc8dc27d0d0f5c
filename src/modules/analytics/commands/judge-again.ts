import type { ClickHouseClient } from '@clickhouse/client'
import type { Kysely } from 'kysely'
import { acrossShops } from '#modules/workspace'
import type { Clock } from '#platform/clock'
import { agentOf, isBot, oddWordsOf } from '../intake/agent.ts'
import { rulesVersion } from '../rules-version.ts'
import { tables } from '../tables.ts'
import { instantParam } from '../queries/instant-param.ts'
import { regroupHits } from './regroup-hits.ts'

/** What judging a shop's past again changed: sources of another channel, rows that are a program's, rows that are a person's. */
export interface JudgedAgain {
  sources: number
  bots: number
  people: number
}

/** What is newer may be on its way from the journal yet. */
const SETTLED_MS = 3_600_000

/**
 * Judges the past of every shop by today's rules where it was judged by others: what counted and is a program's is left
 * out, what was left out and is a person's counts, and every source is grouped anew. A shop at a time; one that fails
 * is taken up again the next time.
 */
export async function judgeShopsAgain({ db, client, clock }: { db: Kysely<{}>; client: ClickHouseClient; clock: Clock }): Promise<number> {
  const rules = rulesVersion()
  const done = await tables({ db }).selectFrom('analyticsJudged').select('workspaceId').where('rules', '=', rules).execute()
  const judged = new Set(done.map(({ workspaceId }) => workspaceId))
  const due = (await acrossShops.allShops(db)).filter(({ id }) => !judged.has(id))
  for (const { id } of due) {
    const found = { ...(await judgeAgain(client, id, clock.now())), rules, judgedAt: clock.now() }
    await tables({ db })
      .insertInto('analyticsJudged')
      .values({ workspaceId: id, ...found })
      .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(found))
      .execute()
  }
  return due.length
}

/** The same for one shop. May be killed anywhere: what was copied and not yet removed is found there, and not copied again. */
export async function judgeAgain(client: ClickHouseClient, shop: string, now: Date): Promise<JudgedAgain> {
  const before = instantParam(new Date(now.getTime() - SETTLED_MS))
  const judge = async (from: Table, to: Table, is: (agent: string) => boolean) => {
    const agents = (await agentsIn(client, from, shop, before)).filter(is)
    if (agents.length === 0) return 0
    const rows = await counted(client, from, shop, { before, agents })
    await move(client, { from, to, shop, before, agents })
    return rows
  }
  const bots = await judge('analytics_hits', 'analytics_bots', (words) => words !== '' && isBot(wholeOf(words)))
  const people = await judge('analytics_bots', 'analytics_hits', (agent) => !isBot(agent))
  return { sources: await regroupHits(client, shop), bots, people }
}

/** Odd words stood within what every browser says: on their own even a person's would look like a program's whole name. */
export const wholeOf = (words: string): string => `${ORDINARY_BROWSER} ${words}`
const ORDINARY_BROWSER = 'Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'

type Table = 'analytics_hits' | 'analytics_bots'

async function agentsIn(client: ClickHouseClient, table: Table, shop: string, before: string): Promise<string[]> {
  const answer = await client.query({
    query: `select distinct toString(agent) as agent from ${table} where workspace_id = {shop:UUID} and at < {before:DateTime64(3, 'UTC')}`,
    query_params: { shop, before },
    format: 'JSONEachRow',
  })
  return (await answer.json<{ agent: string }>()).map(({ agent }) => agent)
}

async function counted(client: ClickHouseClient, table: Table, shop: string, { before, agents }: { before: string; agents: readonly string[] }): Promise<number> {
  const answer = await client.query({
    query: `select count() as hits from ${table} where workspace_id = {shop:UUID} and at < {before:DateTime64(3, 'UTC')} and has({agents:Array(String)}, agent)`,
    query_params: { shop, before, agents },
    format: 'JSONEachRow',
  })
  return (await answer.json<{ hits: number }>())[0]!.hits
}

/** What is moved as it is; `device`, `browser`, `system` and `agent` are told anew. */
export const COLUMNS = `workspace_id, at, kind, site_id, visitor, host, path, name, referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, channel_said, channel, rule,
  code, link_id, post_id, placement, value, currency, engaged_ms, country, language, width, from_site, from_visitor, from_at, journal_id, block, row_in_block`

/** Copies first, then removes; a row is known by its place in the journal. */
async function move(client: ClickHouseClient, { from, to, shop, before, agents }: { from: Table; to: Table; shop: string; before: string; agents: readonly string[] }): Promise<void> {
  const known = agents.map((agent) => agentOf(agent))
  const those = `workspace_id = {shop:UUID} and at < {before:DateTime64(3, 'UTC')} and has({agents:Array(String)}, agent)`
  // Of a person's own machine is told what a person's hit tells; what had told it before keeps it.
  const told = (column: 'device' | 'browser' | 'system') => `if(${column} = '', toLowCardinality({${column}s:Array(String)}[indexOf({agents:Array(String)}, agent)]), ${column})`
  const params = {
    shop,
    before,
    agents,
    devices: known.map(({ device }) => device),
    browsers: known.map(({ browser }) => browser),
    systems: known.map(({ system }) => system),
    words: agents.map((agent) => (to === 'analytics_hits' ? oddWordsOf(agent) : wholeOf(agent))),
  }
  await client.command({
    query: `insert into ${to} (${COLUMNS}, device, browser, system, agent)
      select ${COLUMNS}, ${told('device')}, ${told('browser')}, ${told('system')}, {words:Array(String)}[indexOf({agents:Array(String)}, agent)]
      from ${from} where ${those} and (journal_id, block, row_in_block) not in (select journal_id, block, row_in_block from ${to} where workspace_id = {shop:UUID})`,
    query_params: params,
  })
  await client.command({ query: `delete from ${from} where ${those}`, query_params: params, clickhouse_settings: { lightweight_deletes_sync: '2', mutations_sync: '1' } })
}
