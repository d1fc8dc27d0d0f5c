import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAway } from '#platform/db'
import { isRefusal } from '#platform/refusal'
import { openUploads } from '#platform/uploads'
import { testFolder, testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { begin, CHROME, testIntake } from '../for-tests.ts'
import { visitImportJobs } from '../import-jobs.ts'
import { ACCESS_LOG, ACCESS_LOG_HOST, pastFile } from '../imports/for-tests.ts'
import { openPastStore } from '../imports/past-store.ts'
import { Stopped, takeIn } from '../imports/take-in.ts'
import { askedOf, periodOf } from '../period.ts'
import { toldBy, toldByTools } from '../queries/told-by-tools.ts'
import { visitImports } from '../queries/visit-imports.ts'
import { visitsBy } from '../queries/visits-by.ts'
import { visitsOfPeriod } from '../queries/visits-of-period.ts'
import { addSite } from './add-site.ts'
import { beginVisitImport } from './begin-visit-import.ts'
import { beginInTurn } from './import-turns.ts'
import { keepVisits } from './keep-visits.ts'
import { keepVisitImport, removeVisitImport } from './remove-visit-import.ts'
import { runVisitImport, type PastNeeds, type PastResult } from './run-visit-import.ts'
import { stopVisitImport } from './stop-visit-import.ts'

let shop: TestShop
let siteId: string

const ok = <T>(result: T): Exclude<T, { refused: string }> => {
  if (isRefusal(result)) throw new Error(result.refused)
  return result as Exclude<T, { refused: string }>
}

beforeAll(async () => {
  shop = await begin(await testShop())
  siteId = ok(await shop.writing((scope) => addSite(scope, { host: ACCESS_LOG_HOST }))).id
})
afterAll(() => shop.close())

const needs = (): PastNeeds => ({ hits: shop.hits, clickhouse: shop.clickhouse })
/** A thread takes a second to begin; what is told here needs none. */
const here: PastNeeds['takeIn'] = ({ orders, place }, look) =>
  takeIn(orders, openPastStore(shop.hits.client, place), (counts) => {
    if (look(counts)) throw new Stopped()
  })
const into = () => ({ scopes: shop.scopes, workspaceId: shop.workspaceId, actor: { kind: 'system' as const, id: 'test' } })
const jobs = (uploads = openUploads('/nowhere', 'past')) => visitImportJobs({ ...needs(), ...shop, uploads, log: { error: (fields) => expect.fail(JSON.stringify(fields)) } })

async function bring(path: string, { site = siteId, beside = false, ...more }: { site?: string; own?: string; beside?: boolean } = {}): Promise<PastResult & { importId: string }> {
  const importId = ok(await shop.writing((scope) => beginVisitImport(scope, { siteId: site, fileName: 'access.log', ...more })))
  return { importId, ...(await runVisitImport(into(), beside ? needs() : { ...needs(), takeIn: here }, importId, path)) }
}

async function figuresOf(from: string, to: string, site = siteId) {
  const period = ok(await periodOf(shop.reading(), { from, to }))
  const asked = askedOf(period, { site })
  const { visitors, visits, views } = await visitsOfPeriod(shop.reading(), asked, 'day')
  return { visitors, visits, views, asked }
}

/** As the command line does it. */
const inTurn = async (siteId: string) => ok((await beginInTurn({ ...shop, db: shop.database.writer }, into(), { siteId, fileName: 'access.log' })) ?? null)

const recordOf = async (importId: string) => (await visitImports(shop.reading(), 'en')).find(({ id }) => id === importId)

describe('ten thousand lines of a log', () => {
  let first: Awaited<ReturnType<typeof bring>>

  it('become visits like any others, line by line accounted for', async () => {
    first = await bring(ACCESS_LOG, { beside: true })
    expect(first).toMatchObject({ state: 'done', sameAs: null, problem: null, counts: { lines: 10_000, failed: 0, format: 'combined' } })
    const record = (await recordOf(first.importId))!
    expect(record.counted + record.leftOut.reduce((sum, { lines }) => sum + lines, 0) + record.failedLines).toBe(10_000)
    expect(record).toMatchObject({ state: 'done', siteName: ACCESS_LOG_HOST, from: '2015-05-17', to: '2015-05-21', readBytes: record.bytes })

    const { visitors, visits, views, asked } = await figuresOf('2015-05-17', '2015-05-21')
    const [stored] = await shop.hits.readerFor(shop.workspaceId).query<{ visitors: number; views: number }>(
      `select uniqExactIf(visitor, kind = 'view') as visitors, countIf(kind = 'view') as views from analytics_hits where workspace_id = {shop:UUID}`,
    )
    expect({ visitors, views }).toEqual(stored)
    expect(visits).toBeGreaterThanOrEqual(visitors)
    const { rows } = await visitsBy(shop.reading(), asked, 'channel', { limit: 10, skip: 0 })
    expect(rows.map(({ value }) => value).slice(0, 2).sort()).toEqual(['direct', 'search'])
  })

  it('hold nothing of a person: no address, no browser string', async () => {
    const lines = gunzipSync(await readFile(ACCESS_LOG)).toString('latin1').split('\n')
    const addresses = new Set(lines.map((line) => line.split(' ')[0]!).filter((address) => address.length > 8))
    const kept = [
      JSON.stringify(await shop.hits.readerFor(shop.workspaceId).query('select * from analytics_hits where workspace_id = {shop:UUID}')),
      JSON.stringify((await shop.database.pool.query('select * from analytics_imports')).rows),
    ].join('\n')
    expect([...addresses].filter((address) => kept.includes(address))).toEqual([])
    expect(kept).not.toMatch(/Mozilla|AppleWebKit/)
  })

  it('change nothing the second time, nor unpacked, nor for a part of them', async () => {
    const before = await figuresOf('2015-05-17', '2015-05-21')
    const again = await bring(ACCESS_LOG)
    expect(again).toMatchObject({ state: 'done', counts: { lines: 0, counted: 0 } })
    expect(again.sameAs).toBeInstanceOf(Date)
    expect(await recordOf(again.importId)).toMatchObject({ sameAs: expect.any(String), lines: 0 })
    const text = gunzipSync(await readFile(ACCESS_LOG))
    expect((await bring(await pastFile(text))).counts).toMatchObject({ counted: 0, leftOut: { 'imported-before': 10_000 } })
    expect((await bring(await pastFile(text.subarray(0, text.indexOf('\n', 500_000) + 1)))).counts.counted).toBe(0)
    expect(await figuresOf('2015-05-17', '2015-05-21')).toMatchObject({ visits: before.visits, views: before.views })
  })

  it('are kept with the days that are over, and go whole when removed', async () => {
    const before = await figuresOf('2015-05-17', '2015-05-21')
    expect(await keepVisits(shop.hits.client, shop.clock.now(), { shop: shop.workspaceId })).toBe(4)
    expect(await figuresOf('2015-05-17', '2015-05-21')).toMatchObject({ visits: before.visits, visitors: before.visitors, views: before.views })

    expect(await shop.writing((scope) => removeVisitImport(scope, first.importId))).toBeUndefined()
    expect(await shop.writing((scope) => keepVisitImport(scope, first.importId))).toBeUndefined()
    shop.clock.advance(60_000)
    await jobs().removeDue()
    expect((await recordOf(first.importId))!.state).toBe('done')

    await shop.writing((scope) => removeVisitImport(scope, first.importId))
    await jobs().removeDue()
    expect((await recordOf(first.importId))!.state).toBe('removing')
    shop.clock.advance(60_000)
    await jobs().removeDue()
    expect(await recordOf(first.importId)).toBeUndefined()
    expect((await figuresOf('2015-05-17', '2015-05-21')).visits).toBe(0)
    // And can be brought again.
    expect((await bring(ACCESS_LOG)).counts.counted).toBe(first.counts.counted)
  })
})

const line = (time: string, path = '/menu', ip = '36.68.0.1') => `${ip} - - [${time}] "GET ${path} HTTP/1.1" 200 512 "-" "${CHROME}"`

describe('what is told already', () => {
  it('a day that Kicau counted itself stays as it counted it', async () => {
    const site = ok(await shop.writing((scope) => addSite(scope, { host: 'sendiri.example' }))).id
    const intake = await testIntake(shop)
    await intake.intake.record({ workspaceId: shop.workspaceId, siteId: site, kind: 'view', host: 'sendiri.example', path: '/', at: new Date('2026-03-02T05:00:00Z'), ip: '36.68.0.1', userAgent: CHROME })
    await intake.settled()
    await intake.close()
    // The shop's day begins at 17:00 in UTC.
    const log = [line('01/Mar/2026:16:59:59 +0000'), line('01/Mar/2026:17:00:00 +0000'), line('02/Mar/2026:16:59:59 +0000'), line('02/Mar/2026:17:00:00 +0000')].join('\n')
    expect((await bring(await pastFile(log), { site })).counts).toMatchObject({ counted: 2, leftOut: { 'counted-here': 2 } })
  })

  it('a log that was rotated in the midst of a day goes on where the one before ended', async () => {
    const site = ok(await shop.writing((scope) => addSite(scope, { host: 'berputar.example' }))).id
    const [one, two] = [
      [line('05/Mar/2026:01:00:00 +0700'), line('05/Mar/2026:06:25:00 +0700')],
      [line('05/Mar/2026:06:25:00 +0700', '/lain'), line('05/Mar/2026:06:25:01 +0700', '/kontak'), line('05/Mar/2026:20:00:00 +0700')],
    ].map((lines) => lines.join('\n'))
    expect((await bring(await pastFile(two!), { site })).counts.counted).toBe(3)
    expect((await bring(await pastFile(one!), { site })).counts).toMatchObject({ counted: 1, leftOut: { 'imported-before': 1 } })
    expect((await figuresOf('2026-03-05', '2026-03-05', site)).views).toBe(4)
  })

  it('exports of one tool complete each other; another tool’s of the same days is not added, nor a log’s', async () => {
    const site = ok(await shop.writing((scope) => addSite(scope, { host: 'ekspor.example' }))).id
    const ga4 = (header: string, row: string) => pastFile(`# Start date: 20260301\n# End date: 20260302\n${header}\n${row}\n`)
    expect((await bring(await ga4('Country,Active users,Sessions', 'Indonesia,10,12'), { site })).counts).toMatchObject({ format: 'ga4', counted: 1 })
    expect((await bring(await ga4('Country,Active users,Sessions', 'Malaysia,10,12'), { site })).counts).toMatchObject({ counted: 0, leftOut: { 'imported-before': 1 } })
    expect((await bring(await ga4('Page path,Views', '/menu,30'), { site })).counts.counted).toBe(1)
    const plausible = zipSync({ 'imported_visitors.csv': Buffer.from('date,visitors,pageviews,bounces,visits,visit_duration\n2026-03-02,1,1,1,1,1\n2026-03-03,4,9,1,5,1\n2026-03-04,5,9,1,6,1\n') })
    const brought = await bring(await pastFile(plausible), { site })
    expect(brought.counts).toMatchObject({ format: 'plausible', counted: 2, leftOut: { 'imported-before': 1 } })
    expect((await bring(await pastFile([line('02/Mar/2026:10:00:00 +0700'), line('05/Mar/2026:10:00:00 +0700')].join('\n')), { site })).counts).toMatchObject({ counted: 1, leftOut: { 'imported-before': 1 } })

    const days = { from: '2026-03-01', to: '2026-03-05', site }
    expect(await toldByTools(shop.reading(), days)).toEqual([
      { tool: 'ga4', visitors: null, visits: null, views: null, days: [], together: [{ from: '2026-03-01', to: '2026-03-02', visitors: null, visits: 12, views: 30 }], dimensions: ['page', 'country'] },
      { tool: 'plausible', visitors: 9, visits: 11, views: 18, days: [{ day: '2026-03-03', visitors: 4, visits: 5, views: 9 }, { day: '2026-03-04', visitors: 5, visits: 6, views: 9 }], together: [], dimensions: [] },
    ])
    // Days of which only a part was asked for can't be told apart.
    expect((await toldByTools(shop.reading(), { ...days, from: '2026-03-02' })).map(({ tool }) => tool)).toEqual(['plausible'])
    expect(await toldBy(shop.reading(), days, { tool: 'ga4', dimension: 'country', limit: 10 })).toEqual({ found: 1, rows: [{ value: 'Indonesia', visitors: 10, visits: 12, views: null }] })
    // What other tools told is no visit of ours.
    expect((await figuresOf('2026-03-01', '2026-03-04', site)).visits).toBe(0)
    await shop.writing((scope) => removeVisitImport(scope, brought.importId))
    shop.clock.advance(60_000)
    await jobs().removeDue()
    expect((await toldByTools(shop.reading(), days)).map(({ tool }) => tool)).toEqual(['ga4'])
  })
})

it('one that is stopped leaves nothing', async () => {
  const site = ok(await shop.writing((scope) => addSite(scope, { host: 'berhenti.example' }))).id
  const lines = Array.from({ length: 120_000 }, (_, n) => line(`06/Mar/2026:${String(Math.floor(n / 6000)).padStart(2, '0')}:10:00 +0700`, `/p${n % 977}`, `36.68.${n % 250}.${n % 99}`))
  const importId = ok(await shop.writing((scope) => beginVisitImport(scope, { siteId: site, fileName: 'access.log' })))
  let asked: Promise<unknown> | undefined
  const result = await runVisitImport(into(), needs(), importId, await pastFile(lines.join('\n')), {
    noteEveryMs: 0,
    onProgress: () => {
      asked ??= shop.writing((scope) => stopVisitImport(scope, importId))
    },
  })
  expect(await asked).toBeUndefined()
  expect(result.state).toBe('stopped')
  expect((await recordOf(importId))!.state).toBe('stopped')
  expect((await figuresOf('2026-03-06', '2026-03-07', site)).visits).toBe(0)
})

it('one of the command line that is killed in its midst leaves nothing, and the same file then comes in whole', async () => {
  const site = ok(await shop.writing((scope) => addSite(scope, { host: 'terputus.example' }))).id
  const path = await pastFile([line('08/Mar/2026:10:00:00 +0700'), line('08/Mar/2026:11:00:00 +0700', '/menu', '36.68.0.2')].join('\n'))
  const begun = (scopes: typeof shop.scopes) => scopes.writing(shop.workspaceId, into().actor, (scope) => beginVisitImport(scope, { siteId: site, fileName: 'access.log' }))
  const importId = ok(await begun(shop.scopes))
  // Half of it is in, and whoever brought it is no more.
  void runVisitImport(
    into(),
    {
      ...needs(),
      takeIn: async ({ orders, place }) => {
        await takeIn(orders, openPastStore(shop.hits.client, place), () => {})
        return new Promise<never>(() => {})
      },
    },
    importId,
    path,
    // The dead note nothing.
    { noteEveryMs: 3_600_000 },
  )
  await expect.poll(async () => (await figuresOf('2026-03-08', '2026-03-08', site)).visits).toBe(2)
  expect(await inTurn(site)).toBe(null)
  await jobs().removeDue()
  expect((await figuresOf('2026-03-08', '2026-03-08', site)).visits).toBe(2)

  shop.clock.advance(31_000)
  // One that was sent to the desk is begun again by the worker: it waits.
  const sent = ok(await shop.writing((scope) => beginVisitImport(scope, { siteId: site, fileName: 'sent.log' })))
  shop.clock.advance(31_000)
  // Whoever takes it out is killed in its midst, too: the next one still tells from which day on figures changed.
  const { pool } = shop.database
  await pool.query(`create function refuse_stopped() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`)
  await pool.query(`create trigger refuse before update on analytics_imports for each row when (new.state = 'stopped') execute function refuse_stopped()`)
  await expect(jobs().removeDue()).rejects.toThrow('killed')
  await pool.query('drop trigger refuse on analytics_imports')
  await Promise.all([jobs().removeDue(), jobs().removeDue()])
  expect((await figuresOf('2026-03-08', '2026-03-08', site)).visits).toBe(0)
  expect([(await recordOf(importId))!.state, (await recordOf(sent))!.state]).toEqual(['stopped', 'reading'])
  const told = await shop.database.pool.query<{ payload: { from: string } }>(`select payload from platform_outbox where type = 'VisitsImported' and payload ->> 'importId' = $1`, [importId])
  expect(told.rows.map(({ payload }) => payload.from)).toEqual(['2026-03-08'])
  expect((await bring(path, { site })).counts).toMatchObject({ counted: 2, leftOut: {} })
})

it('one whose file takes long to be looked through is under way all the while, and nobody takes it for abandoned', async () => {
  const site = ok(await shop.writing((scope) => addSite(scope, { host: 'besar.example' }))).id
  const importId = ok(await shop.scopes.writing(shop.workspaceId, into().actor, (scope) => beginVisitImport(scope, { siteId: site, fileName: 'besar.log' })))
  // A pipe that nobody has written to yet: its bytes are long in coming, as those of a very large file are.
  const path = join(await testFolder('pipe'), 'besar.log')
  execFileSync('mkfifo', [path])
  const running = runVisitImport(into(), { ...needs(), takeIn: () => Promise.reject(new Stopped()) }, importId, path, { noteEveryMs: 50 })
  shop.clock.advance(31_000)
  const touched = async () => (await shop.database.pool.query<{ touched_at: Date }>('select touched_at from analytics_imports where import_id = $1', [importId])).rows[0]!.touched_at
  await expect.poll(touched).toEqual(shop.clock.now())
  await jobs().removeDue()
  expect((await recordOf(importId))!.state).toBe('reading')
  expect(await inTurn(site)).toBe(null)
  await writeFile(path, line('09/Mar/2026:10:00:00 +0700'))
  expect((await running).state).toBe('stopped')
})

it('of those that the command line begins at once for one site one goes on and the others wait, another site’s for none of them', async () => {
  const [site, other] = [ok(await shop.writing((scope) => addSite(scope, { host: 'berdua.example' }))).id, ok(await shop.writing((scope) => addSite(scope, { host: 'lain.example' }))).id]
  const [apart, ...begun] = await Promise.all([other, ...Array<string>(8).fill(site)].map(inTurn))
  expect(begun.filter((id) => id !== null)).toHaveLength(1)
  expect(apart).toEqual(expect.any(String))
  // One that was sent to the desk and waits there for another is waited for as long as it is not forgotten.
  const third = ok(await shop.writing((scope) => addSite(scope, { host: 'ketiga.example' }))).id
  ok(await shop.writing((scope) => beginVisitImport(scope, { siteId: third, fileName: 'sent.log' })))
  expect(await inTurn(third)).toBe(null)
  shop.clock.advance(31_000)
  expect(await inTurn(third)).toEqual(expect.any(String))
})

it('a file that was sent to the desk waits for one of the command line at the same site, so that no day is told twice', async () => {
  const site = ok(await shop.writing((scope) => addSite(scope, { host: 'bersamaan.example' }))).id
  const lines = [line('10/Mar/2026:10:00:00 +0700'), line('10/Mar/2026:11:00:00 +0700', '/menu', '36.68.0.2')]
  const begun = ok(await shop.scopes.writing(shop.workspaceId, into().actor, (scope) => beginVisitImport(scope, { siteId: site, fileName: 'access.log' })))
  const [atIt, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const running = runVisitImport(
    into(),
    {
      ...needs(),
      takeIn: async (orders, look) => {
        atIt.resolve()
        await goOn.promise
        return here(orders, look)
      },
    },
    begun,
    await pastFile(lines.join('\n')),
  )
  await atIt.promise

  const uploads = openUploads(await testFolder('pasts'), 'past')
  const kept = await uploads.keep(shop.workspaceId, Readable.from([Buffer.from([...lines, ''].join('\n'))]), () => false)
  if (typeof kept === 'string') throw new Error(kept)
  ok(await shop.writing((scope) => beginVisitImport(scope, { siteId: site, fileName: 'sent.log' }, kept.importId)))
  const desk = jobs(uploads)
  await desk.takeUp()
  await desk.settled()
  expect((await recordOf(kept.importId))!.state).toBe('reading')
  goOn.resolve()
  expect(await running).toMatchObject({ state: 'done', counts: { counted: 2 } })
  await desk.takeUp()
  await desk.settled()
  expect(await recordOf(kept.importId)).toMatchObject({ state: 'done', counted: 0 })
  expect((await figuresOf('2026-03-10', '2026-03-10', site)).visits).toBe(2)
})

it('that loses its store in the thread that reads says so to whoever began it', async () => {
  const importId = ok(await shop.writing((scope) => beginVisitImport(scope, { siteId, fileName: 'access.log' })))
  const path = await pastFile(line('11/Mar/2026:10:00:00 +0700'))
  // The store is away for the thread alone: as where it is back before what went in is taken out.
  const failure: unknown = await runVisitImport(into(), { ...needs(), clickhouse: { ...shop.clickhouse, url: 'http://127.0.0.1:9' } }, importId, path).catch((thrown: unknown) => thrown)
  expect(isAway(failure), String(failure)).toBe(true)
  expect((failure as Error).message).toBe('connect ECONNREFUSED 127.0.0.1:9')
})

it('is refused where it can’t be: no site, the shop’s own page, addresses that are none, a file that is none', async () => {
  const begun = (past: Parameters<typeof beginVisitImport>[1]) => shop.writing((scope) => beginVisitImport(scope, past))
  expect(await begun({ siteId: shop.workspaceId, fileName: 'x' })).toMatchObject({ refused: 'analytics.import-own-page' })
  expect(await begun({ siteId: '0193a000-0000-7000-8000-000000000002', fileName: 'x' })).toMatchObject({ refused: 'analytics.site-unknown' })
  expect(await begun({ siteId, fileName: 'x', own: '36.68.0.1, rumah' })).toMatchObject({ refused: 'analytics.import-own-addresses', values: { address: 'rumah' } })
  const failed = await bring(await pastFile('halo\n'))
  expect(failed).toMatchObject({ state: 'failed', problem: { refused: 'analytics.import-unknown-file' } })
  expect(await recordOf(failed.importId)).toMatchObject({ state: 'failed', problem: { code: 'analytics.import-unknown-file' } })
})

it('forgets the shop’s own addresses once it has ended', async () => {
  const { importId } = await bring(await pastFile([line('07/Mar/2026:10:00:00 +0700'), line('07/Mar/2026:10:00:01 +0700', '/', '36.68.0.9')].join('\n')), { own: '36.68.0.9' })
  const { rows } = await shop.database.pool.query<{ left_out: object; own_addresses: unknown }>('select left_out, own_addresses from analytics_imports where import_id = $1', [importId])
  expect(rows[0]).toEqual({ left_out: { 'own-visit': 1 }, own_addresses: null })
})
