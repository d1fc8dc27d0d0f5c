import type { ClickHouseClient } from '@clickhouse/client'
import { PLACED } from '../channels/placed.ts'
import { groupSource, type RawSource } from '../channels/rules.ts'

type Stored = RawSource & { channel: string; rule: string }

/**
 * Runs the grouping again over a shop's stored hits, from the words they came with, and answers how many different
 * sources changed their channel. For after the rules or lists have changed; running it twice changes nothing.
 * Views that carry the code of a link are of the channel that its clicks were said to be of.
 */
export async function regroupHits(client: ClickHouseClient, workspaceId: string): Promise<number> {
  await sayByLinks(client, workspaceId)
  const answer = await client.query({
    query: `select distinct channel_said as channelSaid, ${REFERRER_ROOT} as referrer, utm_source as utmSource, utm_medium as utmMedium,
        utm_campaign as utmCampaign, click_id as clickId, browser, channel, rule
      from analytics_hits where workspace_id = {shop:UUID}`,
    query_params: { shop: workspaceId },
    format: 'JSONEachRow',
  })
  const changed = (await answer.json<Stored>())
    .map((source) => ({ source, grouped: groupSource(source) }))
    .filter(({ source, grouped }) => source.channel !== grouped.channel || source.rule !== grouped.rule)
  for (let at = 0; at < changed.length; at += AT_ONCE) await rewrite(client, workspaceId, changed.slice(at, at + AT_ONCE))
  return changed.length
}

/** As the intake says it of views that come in. */
async function sayByLinks(client: ClickHouseClient, workspaceId: string): Promise<void> {
  const isView = `workspace_id = {shop:UUID} and kind = 'view' and channel_said = '' and code != ''`
  const answer = await client.query({
    query: `select code, toString(any(channel_said)) as channel from analytics_hits
      where workspace_id = {shop:UUID} and code != '' and isNotNull(link_id) and channel_said in {placed:Array(String)}
        and code in (select code from analytics_hits where ${isView}) group by code`,
    query_params: { shop: workspaceId, placed: PLACED },
    format: 'JSONEachRow',
  })
  const links = await answer.json<{ code: string; channel: string }>()
  for (let at = 0; at < links.length; at += AT_ONCE) {
    const some = links.slice(at, at + AT_ONCE)
    await client.command({
      query: `alter table analytics_hits update channel_said = {channels:Array(String)}[indexOf({codes:Array(String)}, code)] where ${isView} and has({codes:Array(String)}, code)`,
      query_params: { shop: workspaceId, codes: some.map(({ code }) => code), channels: some.map(({ channel }) => channel) },
      clickhouse_settings: { mutations_sync: '1' },
    })
  }
}

/** The rules look at a referrer's scheme and host only. */
const REFERRER_ROOT = `extract(referrer, '^[A-Za-z-]+://[^/?#]+')`
const KEY = `[channel_said, ${REFERRER_ROOT}, utm_source, utm_medium, utm_campaign, click_id, browser]`
const AT_ONCE = 500

async function rewrite(client: ClickHouseClient, workspaceId: string, changed: { source: Stored; grouped: { channel: string; rule: string } }[]): Promise<void> {
  await client.command({
    query: `alter table analytics_hits update
        channel = {channels:Array(String)}[indexOf({keys:Array(Array(String))}, ${KEY})],
        rule = {rules:Array(String)}[indexOf({keys:Array(Array(String))}, ${KEY})]
      where workspace_id = {shop:UUID} and has({keys:Array(Array(String))}, ${KEY})`,
    query_params: {
      shop: workspaceId,
      keys: changed.map(({ source: s }) => [s.channelSaid, s.referrer, s.utmSource, s.utmMedium, s.utmCampaign, s.clickId, s.browser]),
      channels: changed.map(({ grouped }) => grouped.channel),
      rules: changed.map(({ grouped }) => grouped.rule),
    },
    clickhouse_settings: { mutations_sync: '1' },
  })
}
