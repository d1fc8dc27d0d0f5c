import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VisitFilters, VisitStep } from '#contract/visit-filters.ts'
import { keepVisits } from '#modules/analytics'
import { openHits, type Hits } from '#platform/db'
import { readRunFile } from '#platform/engines'
import { startKicau } from '../tests/harness/kicau.ts'
import { newMember, type Member } from '../tests/harness/member.ts'
import { median, rounded, type BenchResult } from './result.ts'

// The Visits screen's eight questions over ten million hits of one shop's twenty sites and a million paths, through HTTP,
// on a Kicau as an owner runs it. The visits of days that are over have been kept by the job that does so; today's hits
// stand as they came. The dashboard is all eight about one of the sites at once, as the screen asks them, until the last has
// come. *Cold*: the first time since; *warm*: again. Then each question alone, about one site and about all of them, and
// beside it, in the same breath, a query by hand upon the hits on the bare engine (bench/reference/*.sql); what is held
// to that is the cold answer, for the warm one was only remembered. HITS=1000000 for a quick look.
const HITS = Number(process.env.HITS ?? 10_000_000)
const SITES = 20
const DAYS = 90
const MOST_MS = { cold: 1000, warm: 300 }
const MOST_RATIO = 2
const WARM_RUNS = 3
const ZONE = 'Asia/Jakarta'
const siteId = (number: number): string => `22222222-2222-7222-8222-0000000000${String(number).padStart(2, '0')}`
const ONE_SITE = siteId(7)
/** Four hits a visit; laid down in parts that are made inside the engine, so that nothing grows with their number. */
const VISITS = HITS / 4
const PARTS = 40

const days = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
const PERIOD = { from: days(DAYS - 1), to: days(0) }
const WEEKS = { from: days(8 * 7 - 1), to: days(0) }
const filters: VisitFilters = [['is', 'channel', ['instagram']], ['is', 'device', ['phone']], ['is', 'country', ['ID']]]
const steps: VisitStep[] = [{ kind: 'page', like: '*' }, { kind: 'page', like: '*/kategori/*' }, { kind: 'goal', like: '*' }, { kind: 'order', like: '*' }]

/** A day more than the dashboard's, on which nobody came: asked anew, and about the same hits. */
const ANOTHER_DAY = { to: days(-1) }

/** Each question as the screen asks it, and the days it is about; the reference has the same name. */
const questions: Record<string, { path: string; query: Record<string, string> }> = {
  'visitors-by-day': { path: 'period', query: PERIOD },
  'top-pages': { path: 'by/page', query: PERIOD },
  sources: { path: 'by/source', query: PERIOD },
  'utm-revenue': { path: 'by/utm-campaign', query: PERIOD },
  funnel: { path: 'funnel', query: { ...PERIOD, steps: JSON.stringify(steps) } },
  journeys: { path: 'journeys', query: PERIOD },
  retention: { path: 'retention', query: WEEKS },
  filtered: { path: 'period', query: { ...PERIOD, filters: JSON.stringify(filters) } },
}

interface Alone {
  cold: number
  warm: number
  reference: number
  /** Of the cold answer. */
  ratio: number
}

export async function run(): Promise<BenchResult> {
  const kicau = await startKicau()
  const hits = openHits(readRunFile(kicau.dataDir)!.clickhouse)
  try {
    const owner = await newMember(kicau.url, 'Bu Tini', { zone: ZONE })
    for (let part = 0; part < PARTS; part++) await layDown(hits, owner.shop, part)
    const [counted] = await hits.readerFor(owner.shop).query<{ hits: number; paths: number }>('select count() as hits, uniq(path) as paths from analytics_hits where workspace_id = {shop:UUID}')
    process.stdout.write(`${counted!.hits} hits, ${counted!.paths} paths\n`)
    const keeping = await timed(async () => void (await keepVisits(hits.client, new Date())))
    process.stdout.write(`visits of the days that are over kept in ${rounded(keeping / 1000, 1)} s\n`)

    const dashboard = () => timed(() => Promise.all(Object.keys(questions).map((question) => ask(owner, question, ONE_SITE))))
    const cold = await dashboard()
    const warm = median(await inTurn(WARM_RUNS, dashboard))
    process.stdout.write(`dashboard of one site: cold ${rounded(cold, 0)} ms, warm ${rounded(warm, 0)} ms\n`)
    const asked = { 'one site': ONE_SITE, 'all sites': '' }
    const alone: Record<string, Record<string, Alone>> = {}
    for (const [name, site] of Object.entries(asked)) {
      const each: Record<string, Alone> = {}
      for (const question of Object.keys(questions)) {
        const cold = await timed(() => ask(owner, question, site, ANOTHER_DAY))
        const warm = median(await inTurn(WARM_RUNS, () => timed(() => ask(owner, question, site, ANOTHER_DAY))))
        const reference = median(await inTurn(WARM_RUNS, () => timed(() => byHand(hits, owner.shop, question, site))))
        each[question] = { cold: rounded(cold, 0), warm: rounded(warm, 0), reference: rounded(reference, 0), ratio: rounded(cold / reference, 2) }
        process.stdout.write(`${name} ${question.padEnd(16)} ${JSON.stringify(each[question])}\n`)
      }
      alone[name] = each
    }
    const sum = (of: 'cold' | 'reference') => Object.values(alone['one site']!).reduce((total, question) => total + question[of], 0)
    return {
      name: 'queries',
      ours: sum('cold'),
      reference: sum('reference'),
      ratio: rounded(sum('cold') / sum('reference'), 2),
      unit: `ms for eight questions, one after the other: ${HITS} hits, one of ${SITES} sites`,
      dashboard: { cold: rounded(cold, 0), warm: rounded(warm, 0) },
      alone,
      keeping: rounded(keeping / 1000, 1),
      most: { ...MOST_MS, ratio: MOST_RATIO },
      kept: cold <= MOST_MS.cold && warm <= MOST_MS.warm && Object.values(alone).every((each) => Object.values(each).every(({ ratio }) => ratio <= MOST_RATIO)),
    }
  } finally {
    await hits.close()
    await kicau.remove()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function inTurn<Answer>(times: number, work: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  while (answers.length < times) answers.push(await work())
  return answers
}

async function ask(owner: Member, question: string, site: string, more: Record<string, string> = {}): Promise<void> {
  const { path } = questions[question]!
  const query = { ...questions[question]!.query, ...more }
  const { status, body } = await owner.call('GET', `/visits/${path}?${new URLSearchParams({ ...query, ...(site && { site }) })}`)
  if (status !== 200) throw new Error(`${question}: ${status} ${JSON.stringify(body)}`)
}

async function byHand(hits: Hits, shop: string, question: string, site: string): Promise<void> {
  const { from, to } = question === 'retention' ? WEEKS : PERIOD
  const end = new Date(Date.parse(`${to}T17:00:00Z`)).toISOString()
  const begin = new Date(Date.parse(`${from}T17:00:00Z`) - 86_400_000).toISOString()
  const param = (instant: string) => instant.replace('T', ' ').slice(0, 23)
  const sql = readFileSync(join(import.meta.dirname, 'reference', `${question}.sql`), 'utf8')
  await hits.readerFor(shop).query(sql, { from: param(begin), to: param(end), site })
}

/** A part of the hits, made inside the engine: visits of one to seven hits, a fifth of them by visitors who are known again. */
const layDown = (hits: Hits, shop: string, part: number) =>
  hits.client.command({
    query: `insert into analytics_hits (workspace_id, at, kind, site_id, visitor, host, path, name, referrer, utm_source, utm_medium, utm_campaign, channel, rule, value, currency, engaged_ms, country, device, browser, system, width, journal_id, block, row_in_block)
      with
        cityHash64(number) as drawn, cityHash64(number, i) as drawn_hit, intDiv(number, ${Math.ceil(VISITS / DAYS)}) as day, drawn % ${SITES} as site,
        bitShiftRight(drawn, 8) % 5 = 0 as known, arrayJoin(range(1 + cityHash64(number, 'hits') % 7)) as i,
        if(known, cityHash64('known', bitShiftRight(drawn, 16) % 120000, site), cityHash64('day', day, bitShiftRight(drawn, 16) % 24000, site)) % 4503599627370496 as who,
        multiIf(i = 0, 'view', drawn_hit % 10 < 6, 'view', drawn_hit % 10 < 9, 'engagement', drawn_hit % 30 = 9, 'goal', drawn_hit % 30 = 19, 'outbound', 'order-code') as what
      select
        {shop:UUID}, toDateTime64({from:String}, 3, 'UTC') + interval day day + interval (bitShiftRight(drawn, 20) % 80000) second + interval (i * 47) second,
        what, toUUID(concat('22222222-2222-7222-8222-0000000000', leftPad(toString(site), 2, '0'))), who, concat('toko', toString(site), '.example'),
        if(drawn_hit % 3 = 0, concat('/p/', toString(bitShiftRight(drawn_hit, 8) % 1000000)), concat('/kategori/', toString(bitShiftRight(drawn_hit, 8) % 40))),
        if(what = 'goal', 'Pesan', ''), ['https://www.instagram.com/', 'https://www.google.com/', ''][1 + drawn % 3],
        if(drawn % 7 = 0, 'ig', ''), if(drawn % 7 = 0, 'social', ''), if(drawn % 7 = 0, concat('kampanye ', toString(bitShiftRight(drawn, 30) % 50)), ''),
        ['instagram', 'search', 'direct'][1 + drawn % 3], 'bench', if(what = 'goal', 25000, null), if(what = 'goal', 'IDR', ''), if(what = 'engagement', 8000, 0),
        ['ID', 'MY', 'SG', 'US'][1 + bitShiftRight(drawn, 3) % 4], ['phone', 'desktop', 'tablet'][1 + bitShiftRight(drawn, 5) % 3],
        ['chrome', 'safari', 'instagram', 'facebook'][1 + bitShiftRight(drawn, 6) % 4], ['Android', 'iOS', 'Windows'][1 + bitShiftRight(drawn, 5) % 3],
        390, toUUID('33333333-3333-7333-8333-333333333333'), ${part}, i
      from numbers(${(VISITS / PARTS) * part}, ${VISITS / PARTS})`,
    query_params: { shop, from: `${PERIOD.from} 00:00:00` },
  })
