import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { VisitFilters, VisitStep } from '#contract/visit-filters.ts'
import { keepVisits } from '#modules/analytics'
import { openHits, type Hits } from '#platform/db'
import { readRunFile } from '#platform/engines'
import { freePort, startKicau, type RunningKicau } from '../tests/harness/kicau.ts'
import { memberBy, newMember, type Member } from '../tests/harness/member.ts'
import { DAYS, layDown, settled, siteId, SITES } from './hits/lay-down.ts'
import { cpuSeconds, median, rounded, type BenchResult } from './result.ts'

// The Visits screen's eight questions over the hits of one shop's twenty sites and a million paths, through HTTP, on a
// Kicau as an owner runs it. The visits of days that are over have been kept by the job that does so; today's hits stand as
// they came. Then Kicau is started again and the dashboard asked for: all eight at once about one of the sites, as the
// screen asks them, until the last has come; then about all twenty. *Cold*: nobody has asked that of this Kicau; *warm*: again.
// Then each question alone, about one site and about all of them, and beside it, in the same breath, a query by hand upon
// the hits on the bare engine (bench/reference/*.sql); what is held to that is an answer that was not remembered.
//
//   npm run bench -- queries                           ten million hits
//   npm run bench -- queries --hits 100m               as many as you like
//   npm run bench -- queries --paths 1k                over a thousand paths instead of a million: what the others cost
//   npm run bench -- queries --data FOLDER             keeps what was laid down there; takes it again on the same day
//   npm run bench -- queries --data FOLDER --prepare   lays it down, and asks nothing
const MOST_MS = [
  { upTo: 10_000_000, cold: 1000, warm: 300 },
  { upTo: Infinity, cold: 3000, warm: 3000 },
]
const MOST_RATIO = 2
const WARM_RUNS = 3
const ZONE = 'Asia/Jakarta'
/** One statement of what is made before anything is timed; a hundred million's merging takes minutes. */
const LONGEST_FILLING_SECONDS = 1800
/** What a Kicau that was started does of itself is over by then. */
const STARTED_MS = 5000

const days = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
const PERIOD = { from: days(DAYS - 1), to: days(0) }
const WEEKS = { from: days(8 * 7 - 1), to: days(0) }
const filters: VisitFilters = [['is', 'channel', ['instagram']], ['is', 'device', ['phone']], ['is', 'country', ['ID']]]
const steps: VisitStep[] = [{ kind: 'page', like: '*' }, { kind: 'page', like: '*/kategori/*' }, { kind: 'goal', like: '*' }, { kind: 'order', like: '*' }]

/** A day more than the dashboard's, on which nobody came: asked anew, and about the same hits. */
const ANOTHER_DAY = { to: days(-1) }
const SITES_ASKED = { 'one site': siteId(7), 'all sites': '' }

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

interface Timed {
  cold: number
  warm: number
  /** What the engine worked for the cold answer, in ms of a core. */
  work: number
}

interface Alone extends Timed {
  reference: number
  /** Of the cold answer. */
  ratio: number
}

export async function run(): Promise<BenchResult> {
  const { data, prepare, ...asked } = argumentsGiven()
  const { kicau, owner, keeping } = await prepared(asked, data)
  try {
    if (prepare) return { name: 'queries', ours: 0, reference: 0, ratio: 0, unit: 'nothing was asked', kept: true, ...keeping }
    return await measured(kicau, owner, asked.hits, keeping)
  } finally {
    await (data === undefined ? kicau.remove() : kicau.stop())
  }
}

async function measured(kicau: RunningKicau, owner: Member, count: number, keeping: object): Promise<BenchResult> {
  const hits = openHits(readRunFile(kicau.dataDir)!.clickhouse)
  const working = () => cpuSeconds(Number((JSON.parse(readFileSync(join(kicau.dataDir, 'clickhouse.pid'), 'utf8')) as { pid: number }).pid))
  const timed = async (work: () => Promise<unknown>) => {
    const [began, worked] = [performance.now(), working()]
    await work()
    return { took: rounded(performance.now() - began, 0), work: rounded((working() - worked) * 1000, 0) }
  }
  const coldAndWarm = async (work: () => Promise<unknown>): Promise<Timed> => {
    const cold = await timed(work)
    return { cold: cold.took, warm: median((await inTurn(WARM_RUNS, () => timed(work))).map(({ took }) => took)), work: cold.work }
  }
  try {
    const dashboards: Record<string, Timed> = {}
    const alone: Record<string, Record<string, Alone>> = {}
    for (const [name, site] of Object.entries(SITES_ASKED)) {
      dashboards[name] = await coldAndWarm(() => Promise.all(Object.keys(questions).map((question) => ask(owner, question, site))))
      process.stdout.write(`${name} dashboard        ${JSON.stringify(dashboards[name])}\n`)
    }
    for (const [name, site] of Object.entries(SITES_ASKED)) {
      alone[name] = {}
      for (const question of Object.keys(questions)) {
        const ours = await coldAndWarm(() => ask(owner, question, site, ANOTHER_DAY))
        const reference = median((await inTurn(WARM_RUNS, () => timed(() => byHand(hits, owner.shop, question, site)))).map(({ took }) => took))
        alone[name][question] = { ...ours, reference, ratio: rounded(ours.cold / reference, 2) }
        process.stdout.write(`${name} ${question.padEnd(16)} ${JSON.stringify(alone[name][question])}\n`)
      }
    }
    const most = MOST_MS.find(({ upTo }) => count <= upTo)!
    const dashboard = dashboards['one site']!
    const sum = (of: 'cold' | 'reference') => Object.values(alone['one site']!).reduce((total, question) => total + question[of], 0)
    return {
      name: 'queries',
      ours: sum('cold'),
      reference: sum('reference'),
      ratio: rounded(sum('cold') / sum('reference'), 2),
      unit: `ms for eight questions, one after the other: ${count} hits, one of ${SITES} sites`,
      dashboards,
      alone,
      ...keeping,
      most: { cold: most.cold, warm: most.warm, ratio: MOST_RATIO },
      kept: dashboard.cold <= most.cold && dashboard.warm <= most.warm && Object.values(alone).every((each) => Object.values(each).every(({ ratio }) => ratio <= MOST_RATIO)),
    }
  } finally {
    await hits.close()
  }
}

function argumentsGiven() {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { hits: { type: 'string', default: '10m' }, paths: { type: 'string', default: '1m' }, data: { type: 'string' }, prepare: { type: 'boolean', default: false } } })
  return { ...values, hits: numberGiven('hits', values.hits), paths: numberGiven('paths', values.paths) }
}

function numberGiven(name: string, text: string): number {
  const [, figure, unit] = /^(\d+)(k|m)?$/.exec(text) ?? []
  if (figure === undefined) throw new Error(`--${name} ${text} is no number such as 500k, 10m or 100m`)
  return Number(figure) * (unit === 'm' ? 1_000_000 : unit === 'k' ? 1000 : 1)
}

interface Amount {
  hits: number
  paths: number
}

/** What a folder says of itself once everything has been laid down in it. */
interface Laid extends Amount {
  today: string
  cookie: string
  shop: string
}

/** A Kicau that was just started, over a shop with so many hits. */
async function prepared(amount: Amount, folder: string | undefined): Promise<{ kicau: RunningKicau; owner: Member; keeping: object }> {
  const said = folder && join(folder, 'laid-down.json')
  let keeping = {}
  let kicau: RunningKicau
  let owner: Member
  if (said && existsSync(said)) {
    const laid = JSON.parse(readFileSync(said, 'utf8')) as Laid
    if (laid.hits !== amount.hits || laid.paths !== amount.paths || laid.today !== PERIOD.to) throw new Error(`${folder} holds ${laid.hits} hits on ${laid.paths} paths up to ${laid.today}: remove it, or name another folder`)
    kicau = await startKicau({}, { dataDir: folder, port: await freePort() })
    owner = memberBy(kicau.url, laid.cookie, laid.shop)
  } else {
    const first = await startKicau({}, folder === undefined ? undefined : { dataDir: folder, port: await freePort() })
    owner = await newMember(first.url, 'Bu Tini', { zone: ZONE })
    keeping = await fill(first, owner.shop, amount)
    await first.stop()
    kicau = await first.again()
    if (said) writeFileSync(said, JSON.stringify({ hits: amount.hits, paths: amount.paths, today: PERIOD.to, cookie: owner.cookie, shop: owner.shop } satisfies Laid))
  }
  await wait(STARTED_MS)
  return { kicau, owner, keeping }
}

async function fill(kicau: RunningKicau, shop: string, { hits: count, paths }: Amount): Promise<object> {
  const hits = openHits(readRunFile(kicau.dataDir)!.clickhouse, { longest: LONGEST_FILLING_SECONDS })
  try {
    const began = performance.now()
    await layDown(hits, shop, { from: PERIOD.from, count, paths })
    const [counted] = await hits.readerFor(shop).query<{ hits: number; paths: number }>('select count() as hits, uniq(path) as paths from analytics_hits where workspace_id = {shop:UUID}')
    const laid = performance.now()
    process.stdout.write(`${counted!.hits} hits, ${counted!.paths} paths, in ${seconds(laid - began)} s\n`)
    await keepVisits(hits.client, new Date())
    const kept = performance.now()
    process.stdout.write(`visits of the days that are over kept in ${seconds(kept - laid)} s\n`)
    await settled(hits)
    // What the engine does of itself once they have lain for an hour.
    await hits.client.command({ query: 'optimize table analytics_visits final' })
    return { layingDown: seconds(laid - began), keeping: seconds(kept - laid) }
  } finally {
    await hits.close()
  }
}

const seconds = (ms: number): number => rounded(ms / 1000, 1)

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
