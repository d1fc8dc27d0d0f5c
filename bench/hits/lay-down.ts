import { setTimeout as wait } from 'node:timers/promises'
import type { Hits } from '#platform/db'

// Hits of one shop's twenty sites over ninety days, four a visit, with as many paths as are wanted, made inside the engine:
// as many at a time as an import brings, so that nothing grows with their number.

export const SITES = 20
export const DAYS = 90
export const siteId = (number: number): string => `22222222-2222-7222-8222-0000000000${String(number).padStart(2, '0')}`

const HITS_A_VISIT = 4
const HITS_AT_ONCE = 1_000_000

/** `from` is the first day. */
export async function layDown(hits: Hits, shop: string, { from, count, paths }: { from: string; count: number; paths: number }): Promise<void> {
  const parts = Math.ceil(count / HITS_AT_ONCE)
  for (let part = 0; part < parts; part++) {
    const first = Math.round((count / HITS_A_VISIT / parts) * part)
    const next = Math.round((count / HITS_A_VISIT / parts) * (part + 1))
    await layDownPart(hits, shop, from, { paths, part, first, visits: next - first, visitsADay: Math.ceil(count / HITS_A_VISIT / DAYS) })
  }
}

/** Until the engine has put together what it will: a store that was not filled a minute ago. */
export async function settled(hits: Hits): Promise<void> {
  for (let calm = 0; calm < 3; await wait(1000)) {
    const answer = await hits.client.query({ query: 'select count() as merges from system.merges', format: 'JSONEachRow' })
    calm = (await answer.json<{ merges: number }>())[0]!.merges === 0 ? calm + 1 : 0
  }
}

/**
 * Visits of one to seven hits, a fifth of them by visitors who are known again; as many more visitors as there are more visits. What led to them is said,
 * so that a Kicau that judges its past again, an hour later, finds nothing to change.
 */
const layDownPart = (hits: Hits, shop: string, from: string, { part, first, visits, visitsADay, paths }: { part: number; first: number; visits: number; visitsADay: number; paths: number }) =>
  hits.client.command({
    query: `insert into analytics_hits (workspace_id, at, kind, site_id, visitor, host, path, name, referrer, utm_source, utm_medium, utm_campaign, channel, channel_said, rule, value, currency, engaged_ms, country, device, browser, system, width, journal_id, block, row_in_block)
      with
        cityHash64(number) as drawn, cityHash64(number, i) as drawn_hit, intDiv(number, {visitsADay:UInt32}) as day, drawn % ${SITES} as site,
        bitShiftRight(drawn, 8) % 5 = 0 as known, arrayJoin(range(1 + cityHash64(number, 'hits') % 7)) as i,
        if(known, cityHash64('known', bitShiftRight(drawn, 16) % ({visitsADay:UInt32} * 4), site), cityHash64('day', day, bitShiftRight(drawn, 16) % {visitsADay:UInt32}, site)) % 4503599627370496 as who,
        multiIf(i = 0, 'view', drawn_hit % 10 < 6, 'view', drawn_hit % 10 < 9, 'engagement', drawn_hit % 30 = 9, 'goal', drawn_hit % 30 = 19, 'outbound', 'order-code') as what
      select
        {shop:UUID}, toDateTime64({from:String}, 3, 'UTC') + interval day day + interval (bitShiftRight(drawn, 20) % 80000) second + interval (i * 47) second,
        what, toUUID(concat('22222222-2222-7222-8222-0000000000', leftPad(toString(site), 2, '0'))), who, concat('toko', toString(site), '.example'),
        if(drawn_hit % 3 = 0, concat('/p/', toString(bitShiftRight(drawn_hit, 8) % {paths:UInt32})), concat('/kategori/', toString(bitShiftRight(drawn_hit, 8) % 40))),
        if(what = 'goal', 'Pesan', ''), ['https://www.instagram.com/', 'https://www.google.com/', ''][1 + drawn % 3],
        if(drawn % 7 = 0, 'ig', ''), if(drawn % 7 = 0, 'social', ''), if(drawn % 7 = 0, concat('kampanye ', toString(bitShiftRight(drawn, 30) % 50)), ''),
        ['instagram', 'search', 'direct'][1 + drawn % 3] as said, said, 'said', if(what = 'goal', 25000, null), if(what = 'goal', 'IDR', ''), if(what = 'engagement', 8000, 0),
        ['ID', 'MY', 'SG', 'US'][1 + bitShiftRight(drawn, 3) % 4], ['phone', 'desktop', 'tablet'][1 + bitShiftRight(drawn, 5) % 3],
        ['chrome', 'safari', 'instagram', 'facebook'][1 + bitShiftRight(drawn, 6) % 4], ['Android', 'iOS', 'Windows'][1 + bitShiftRight(drawn, 5) % 3],
        390, toUUID('33333333-3333-7333-8333-333333333333'), {part:UInt64}, i
      from numbers({first:UInt64}, {visits:UInt64})`,
    query_params: { shop, from: `${from} 00:00:00`, part, first, visits, visitsADay, paths },
  })
