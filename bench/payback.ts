import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { PaybackMonths } from '#contract/payback.ts'
import { keepVisits } from '#modules/analytics'
import { openHits } from '#platform/db'
import { readRunFile } from '#platform/engines'
import { startKicau } from '../tests/harness/kicau.ts'
import { newMember, type Member } from '../tests/harness/member.ts'
import { settled } from './hits/lay-down.ts'
import { median, rounded, type BenchResult } from './result.ts'

// Payback for a shop of three years and twelve channels, through HTTP, with every call that a screen makes, on a Kicau as
// an owner runs it. *Warm*: it was looked at before; *noted*: it was, and an order was noted since; *cold*: nobody has asked
// for anything of this shop since the process began, so every row is read and every interval drawn; *opened*: nobody has either, but its desk
// was opened some seconds ago, as it is before anybody gets to Payback. Whole months are closed, as they are after ten days. Beside it, in the same
// breath, SQL by hand that sums the same rows to the same numbers, without any interval.
const MOST_MS = { warm: 300, noted: 300, opened: 300, cold: 300 }
const MONTHS = 36
const CHANNELS = ['whatsapp', 'word-of-mouth', 'card', 'instagram', 'facebook', 'tiktok', 'bluesky', 'x', 'threads', 'telegram', 'youtube', 'blog']
/** A channel's, each month. */
const EACH = { orders: 16, entries: 20, visits: 100 }
const COLD_RUNS = 5
const OPENED_RUNS = 5
const NOTED_RUNS = 9
const WARM_RUNS = 21
/** The desk reads ahead three seconds after it was opened, one shop after the other. */
const READ_AHEAD_MS = 8_000
const ZONE = 'Asia/Jakarta'

/** What each screen asks for at once. */
const screens: Record<string, (month: string) => string[]> = {
  payback: () => ['months', 'month/last'],
  channel: (month) => [`channel/instagram?month=${month}`],
  'what-if': () => ['what-if?kind=halve&channel=instagram'],
  rows: (month) => [`month/${month}/rows?figure=orders`],
  book: () => ['book'],
}

export async function run(): Promise<BenchResult> {
  const kicau = await startKicau()
  const engines = readRunFile(kicau.dataDir)!
  const pool = new pg.Pool({ ...engines.postgres, max: 2 })
  const hits = openHits(engines.clickhouse)
  try {
    const owner = await newMember(kicau.url, 'Bu Tini', { zone: ZONE })
    await layDown(pool, owner.shop)
    const { months } = (await ask(owner, owner.shop, ['months']))[0] as PaybackMonths
    for (const { month } of months.slice(0, -1)) await closed(owner, month)
    const month = months.at(-2)!.month
    const copies: string[] = []
    for (let shop = 0; shop <= COLD_RUNS * Object.keys(screens).length + OPENED_RUNS; shop++) copies.push(await begun(owner))
    await copy(pool, owner.shop, copies)
    await hits.client.command({ query: VISITS, query_params: { shops: [owner.shop, ...copies], channels: CHANNELS, each: EACH.visits, months: MONTHS } })
    // As both stores are that were not filled a minute ago: else Kicau would put years of visits together beside the first screen.
    await pool.query('vacuum analyze')
    await keepVisits(hits.client, new Date())
    await settled(hits)
    const nextCopy = () => copies.pop()!
    const timed = async (shop: string, paths: string[]) => {
      const began = performance.now()
      await ask(owner, shop, paths)
      return performance.now() - began
    }
    const bySql = async () => {
      const began = performance.now()
      const { rows } = await pool.query<Summed>(SUMS, [owner.shop, ZONE])
      return { took: performance.now() - began, rows }
    }

    // The code is warmed, the figures of the shops to come are not.
    const warmUp = nextCopy()
    for (let turn = 0; turn < 5; turn++) for (const screen of Object.values(screens)) for (const shop of [owner.shop, warmUp]) await ask(owner, shop, screen(month))

    const took: Record<string, Record<'warm' | 'noted' | 'cold', number[]>> = {}
    const references: number[] = []
    for (const [name, paths] of Object.entries(screens)) {
      const [cold, noted, warm]: [number[], number[], number[]] = [[], [], []]
      for (let turn = 0; turn < COLD_RUNS; turn++) cold.push(await timed(nextCopy(), paths(month)))
      for (let turn = 0; turn < NOTED_RUNS; turn++) {
        await noteOrder(owner, warmUp)
        noted.push(await timed(warmUp, paths(month)))
      }
      for (let turn = 0; turn < WARM_RUNS; turn++) {
        warm.push(await timed(owner.shop, paths(month)))
        references.push((await bySql()).took)
      }
      took[name] = { warm, noted, cold }
      process.stdout.write(`${name.padEnd(9)} warm ${shown(warm)}   noted ${shown(noted)}   cold ${shown(cold)} ms\n`)
    }
    const opened: number[] = []
    const shops = Array.from({ length: OPENED_RUNS }, nextCopy)
    const desks = new AbortController()
    for (const shop of shops) await fetch(`${kicau.url}/api/shops/${shop}/live`, { headers: { cookie: owner.cookie }, signal: desks.signal })
    await wait(READ_AHEAD_MS)
    for (const shop of shops) opened.push(await timed(shop, screens.payback!(month)))
    desks.abort()
    process.stdout.write(`payback opened ${shown(opened)} ms\n`)
    compare(months, (await bySql()).rows)

    const medians = Object.fromEntries(Object.entries(took).map(([name, of]) => [name, { warm: rounded(median(of.warm), 1), noted: rounded(median(of.noted), 1), cold: rounded(median(of.cold), 1) }]))
    const { warm: ours } = medians.payback!
    const reference = median(references)
    return {
      name: 'payback',
      ours,
      reference: rounded(reference, 1),
      ratio: rounded(ours / reference),
      unit: `ms until Payback is answered, warm: ${MONTHS} months, ${CHANNELS.length} channels`,
      screens: medians,
      opened: rounded(median(opened), 1),
      most: MOST_MS,
      kept: median(opened) <= MOST_MS.opened && Object.values(medians).every(({ warm, noted, cold }) => warm <= MOST_MS.warm && noted <= MOST_MS.noted && cold <= MOST_MS.cold),
    }
  } finally {
    await hits.close()
    await pool.end()
    await kicau.remove()
  }
}

const ask = (owner: Member, shop: string, paths: string[]): Promise<unknown[]> =>
  Promise.all(
    paths.map(async (path) => {
      const { status, body } = await owner.call('GET', `/api/shops/${shop}/payback/${path}`)
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
      return body
    }),
  )

async function noteOrder(owner: Member, shop: string): Promise<void> {
  const { status, body } = await owner.call('POST', `/api/shops/${shop}/orders`, { amount: 60_000, margin: 35_000, salesPlace: 'chat', foundUs: { answer: 'said', channel: 'instagram' } })
  if (status !== 201) throw new Error(`order: ${status} ${JSON.stringify(body)}`)
}

async function closed(owner: Member, month: string): Promise<void> {
  const { status, body } = await owner.call('POST', `/payback/month/${month}/close`)
  if (status !== 201) throw new Error(`close ${month}: ${status} ${JSON.stringify(body)}`)
}

const shown = (times: readonly number[]) => `${median(times).toFixed(0).padStart(4)} (${Math.min(...times).toFixed(0)} … ${Math.max(...times).toFixed(0)})`

interface Summed {
  month: string
  channel: string
  amount: string
}

/** A race between two that do not say the same would mean nothing. */
function compare(months: PaybackMonths['months'], rows: Summed[]): void {
  for (const { month, profit } of months) {
    const summed = rows.filter((row) => row.month === month).reduce((sum, row) => sum + Number(row.amount), 0)
    if (summed !== profit.net) throw new Error(`${month}: Payback says ${profit.net}, SQL ${summed}`)
  }
}

const FIRST_DAY = `(date_trunc('month', now() at time zone '${ZONE}') - make_interval(months => ${MONTHS} - 1))::date`

/** One shop's orders, minutes and costs; a member without a login did the work, so that her id can be the same in each copy. */
async function layDown(pool: pg.Pool, shop: string): Promise<void> {
  const cells = `generate_series(0, ${MONTHS - 1}) as month, unnest($2::text[]) with ordinality as c(channel, rank)`
  await pool.query(`insert into workspace_members values ($1, gen_random_uuid(), null, 'Wulan', 'staff', now())`, [shop])
  await pool.query(`insert into workspace_worths select workspace_id, member_id, '2000-01-01', 24000, '{"by":"wage","hourly":24000}' from workspace_members where workspace_id = $1 and login_id is null`, [shop])
  // Every second order was tracked, the others told; a third of the buyers come back.
  await pool.query(
    `insert into shop_orders (workspace_id, order_id, ordered_at, amount, state, sales_place, found_us, said, tracked_channel, tracked_by, tracked_at, buyer_hash, margin, margin_by, source, noted_at)
     select $1, gen_random_uuid(), at, 60000, case when n = 5 and rank = 1 then 'returned' else 'done' end, 'chat',
       case when n % 2 = 0 then 'not-asked' else 'said' end, case when n % 2 = 1 then channel end,
       case when n % 2 = 0 then channel end, case when n % 2 = 0 then 'code' end, case when n % 2 = 0 then at end,
       'buyer ' || rank || ' ' || (month * ${EACH.orders} + n) % 380, 20000 + 500 * ((month * 7 + n * 13 + rank * 3) % 60), 'said', 'entered', at
     from ${cells}, generate_series(1, ${EACH.orders}) as n,
       lateral (select ((${FIRST_DAY} + make_interval(months => month) + make_interval(hours => n * 40 + rank::int)) at time zone '${ZONE}') as at) as t
     where at < now()`,
    [shop, CHANNELS],
  )
  await pool.query(
    `insert into effort_entries (workspace_id, entry_id, member_id, channel, activity, day, minutes, footing, spread_minutes, state, noted_at)
     select $1, gen_random_uuid(), member_id, channel, 'answer', day, 5 * (1 + (n + rank) % 5), (array['evening', 'guess', 'timer'])[1 + n % 3], n % 3 * 2, 'kept', day
     from workspace_members, ${cells}, generate_series(1, ${EACH.entries}) as n, lateral (select (${FIRST_DAY} + make_interval(months => month) + make_interval(days => n))::date as day) as t
     where workspace_id = $1 and login_id is null and day <= now()::date`,
    [shop, CHANNELS],
  )
  await pool.query(
    `insert into effort_costs (workspace_id, cost_id, channel, kind, day, amount, note, noted_at)
     select $1, gen_random_uuid(), nullif(channel, 'card'), case when channel = 'card' then 'tool' else 'ads' end, day, 20000 + 1000 * (month % 9), '', day
     from ${cells}, lateral (select (${FIRST_DAY} + make_interval(months => month))::date as day) as t`,
    [shop, CHANNELS],
  )
}

const VISITS = `insert into analytics_hits (workspace_id, at, kind, visitor, path, channel, device)
  select arrayJoin({shops:Array(UUID)}), toStartOfMonth(addMonths(now(), -toInt32(intDiv(number, {each:UInt32} * length({channels:Array(String)}))))) + toIntervalMinute(number % 20000),
    if(number % 7 = 0, 'whatsapp-opened', 'view'), cityHash64(number), '/', {channels:Array(String)}[1 + number % length({channels:Array(String)})], 'phone'
  from numbers({months:UInt32} * {each:UInt32} * length({channels:Array(String)}))`

async function begun(owner: Member): Promise<string> {
  const { status, body } = await owner.call('POST', '/api/shops', { name: 'Sama', country: 'ID', currency: 'IDR', zone: ZONE })
  if (status !== 201) throw new Error(`begin: ${status} ${JSON.stringify(body)}`)
  return (body as { id: string }).id
}

/** The same shop under other ids: no figure of theirs was ever asked for. */
async function copy(pool: pg.Pool, from: string, to: readonly string[]): Promise<void> {
  for (const [table, only] of [
    ['workspace_members', 'and login_id is null'],
    ['workspace_worths', 'and member_id in (select member_id from workspace_members where workspace_id = $1 and login_id is null)'],
    ['shop_orders', ''],
    ['effort_entries', ''],
    ['effort_costs', ''],
    ['effort_closed_months', ''],
  ] as const) {
    const { rows } = await pool.query<{ name: string }>(`select column_name as name from information_schema.columns where table_name = $1 and is_generated = 'NEVER' and column_name <> 'workspace_id'`, [table])
    const columns = rows.map(({ name }) => name).join(', ')
    await pool.query(`insert into ${table} (workspace_id, ${columns}) select copy, ${columns} from ${table}, unnest($2::uuid[]) as copy where workspace_id = $1 ${only}`, [from, to])
  }
}

/** Profit by month and channel, as one would write it by hand: credit to whoever won the buyer, hours at their worth. */
const SUMS = `
  with firsts as (
    select distinct on (buyer_key) buyer_key, coalesce(nullif(tracked_channel, 'direct'), said) as channel
    from shop_orders where workspace_id = $1 and undone_at is null and state <> 'cancelled' and buyer_key is not null
    order by buyer_key, ordered_at, order_id
  )
  select month, channel, sum(amount)::bigint as amount from (
    select to_char(ordered_at at time zone $2, 'YYYY-MM') as month, coalesce(firsts.channel, nullif(tracked_channel, 'direct'), said) as channel, margin as amount
    from shop_orders left join firsts using (buyer_key)
    where workspace_id = $1 and undone_at is null and state not in ('cancelled', 'returned', 'cod-failed')
    union all
    select to_char(day, 'YYYY-MM'), channel, -minutes * worth.hourly / 60
    from effort_entries entry,
      lateral (select hourly from workspace_worths w where w.workspace_id = $1 and w.member_id = entry.member_id and from_day <= day order by from_day desc limit 1) as worth
    where workspace_id = $1 and state = 'kept'
    union all
    select to_char(day, 'YYYY-MM'), channel, -amount from effort_costs where workspace_id = $1 and removed_at is null
  ) as rows
  group by month, channel`
