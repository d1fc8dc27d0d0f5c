import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { visitDimensions, type VisitDimension } from '#contract/visit-filters.ts'
import { visitsShown } from '#contract/visit-questions.ts'
import { addDays, dayIn, hourIn, monthIn, startOfDay, weekdayOf } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import { keepVisits } from '../commands/keep-visits.ts'
import type { Asked } from '../model.ts'
import { HITS, hosts, links, pick, posts, sites, someQuestion, someSteps, someStream, type Question } from './for-tests/arbitraries.ts'
import { areOne, bounced, engaged, goesOn, naiveFunnel, naiveVisits, pageOf, persons, reached, stepsOf, sum, valuesOf, viewsOf, visitors, wholeVisits, worth, type NaiveHit, type NaiveVisit } from './for-tests/naive.ts'
import { isStep } from './picked-visits.ts'
import { visitFunnel } from './visit-funnel.ts'
import { visitJourneys } from './visit-journeys.ts'
import { visitRetention } from './visit-retention.ts'
import { visitsBy } from './visits-by.ts'
import { visitsByMonth } from './visits-by-month.ts'
import { visitsByPost } from './visits-by-post.ts'
import { visitsOfPeriod } from './visits-of-period.ts'
import { visitsSummary } from './visits-summary.ts'
import { visitsTold } from './visits-told.ts'

// Every question about visits beside the plainest evaluation of the same hits in TypeScript, whatever of the days that
// are over was kept before, however late some of the hits came, and whether they were kept again. To store and keep hits takes
// longer than to ask about them: five questions are asked, at once, of the same ones.
const RUNS = 8
const QUESTIONS = 5

let shop: TestShop
beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

const askedOf = ({ day, days, zone, site, filters }: Question): Asked => ({
  span: { from: startOfDay(zone, day), to: startOfDay(zone, addDays(day, days)) },
  zone,
  currency: 'IDR',
  ...(site && { site }),
  filters,
})

const rowOf = (workspaceId: string, hit: NaiveHit) => ({
  workspace_id: workspaceId,
  at: hit.at,
  kind: hit.kind,
  site_id: hit.siteId,
  visitor: hit.visitor,
  host: hit.host,
  path: hit.path,
  name: hit.name,
  referrer: hit.referrer,
  utm_source: hit.utmSource,
  utm_medium: hit.utmMedium,
  utm_campaign: hit.utmCampaign,
  utm_content: hit.utmContent,
  utm_term: hit.utmTerm,
  channel: hit.channel,
  code: hit.code,
  link_id: hit.linkId,
  post_id: hit.postId,
  placement: hit.placement,
  value: hit.value,
  currency: hit.value === null ? '' : hit.currency,
  engaged_ms: hit.engagedMs,
  country: hit.country,
  language: hit.language,
  device: hit.device,
  browser: hit.browser,
  system: hit.system,
  from_site: hit.fromSite,
  from_visitor: hit.fromVisitor,
  from_at: hit.fromAt,
})

const rowsOf = (hits: readonly NaiveHit[], { workspaceId }: TestShop) => hits.map((hit) => rowOf(workspaceId, hit))
const store = async (values: object[]) => {
  if (values.length > 0) await shop.hits.client.insert({ table: 'analytics_hits', values, format: 'JSONEachRow' })
}

/** Holds for hits and questions of all kinds: each run has a shop of its own, and one whose hits must not be seen. */
const holds = <More>(more: fc.Arbitrary<More>, check: (scope: ReadScope, asked: Asked, question: Question, more: More) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(someStream, fc.array(fc.tuple(someQuestion, more), { minLength: QUESTIONS, maxLength: QUESTIONS }), async (stream, questions) => {
      const mine = shop.another()
      const { at, late, again, aside } = stream.keeping
      const [early = [], after = []] = [false, true].map((isLate) => stream.hits.filter((_, index) => late.includes(index) === isLate))
      await store([...rowsOf(early, mine), ...rowsOf(early, shop)])
      // A day with more hits than are made at once is made of some visitors after the other.
      if (at) await keepVisits(shop.hits.client, at, { shop: mine.workspaceId, hitsAtOnce: 7 })
      await store(rowsOf(after, mine))
      if (at && again) await keepVisits(shop.hits.client, at, { shop: mine.workspaceId })
      const scope = mine.reading()
      const reading: ReadScope = aside ? scope : { ...scope, hits: { ...scope.hits, setAside: async () => {} } }
      await Promise.all(
        questions.map(([own, extra]) => {
          const question = { ...stream, ...own }
          return check(reading, askedOf(question), question, extra)
        }),
      )
    }),
    { numRuns: RUNS },
  )
const nothing = fc.constant(null)

/** `parts` of a visit over several sites are one: who goes on is nobody new, began no other visit, and did not stop at the first page. */
const figuresOf = (visits: readonly NaiveVisit[], parts: boolean) => {
  const hits = visits.flatMap((visit) => visit.hits)
  const begun = visits.filter((visit) => !parts || !goesOn(visit))
  const of = (total: number) => (begun.length === 0 ? null : total / 1000 / begun.length)
  return {
    visitors: parts ? persons(visits) : visitors(visits),
    visits: begun.length,
    views: sum(visits.map((visit) => viewsOf(visit).length)),
    bounces: begun.filter(bounced).length,
    seconds: of(sum(visits.map(({ hits }) => hits.at(-1)!.at - hits[0]!.at))),
    engagedSeconds: engaged(hits) === 0 ? null : of(engaged(hits)),
    reached: (parts ? wholeVisits(visits.filter(reached)) : visits.filter(reached)).length,
    value: worth(hits, 'IDR'),
  }
}

const near = <T>(value: T): T => JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(9)) : one))) as T

describe('beside a naive evaluation of the same hits', { timeout: 300_000 }, () => {
  test('what a period comes to, by day and by hour of its zone, whatever the clocks do', () =>
    holds(pick('day' as const, 'hour' as const), async (scope, asked, { hits }, by) => {
      const visits = naiveVisits(hits, asked)
      const { moments, ...figures } = await visitsOfPeriod(scope, asked, by)
      const parts = areOne(asked)
      expect(near(figures)).toEqual(near(figuresOf(visits, parts)))
      const momentOf = (at: Date) => dayIn(asked.zone, at) + (by === 'day' ? '' : `T${hourIn(asked.zone, at).slice(0, 2)}`)
      const groups = Map.groupBy(visits, ({ first }) => momentOf(new Date(first.at)))
      expect(moments.filter((moment) => moment.visitors > 0)).toEqual(
        [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([moment, of]) => {
          const { visitors, visits, views } = figuresOf(of, parts)
          return { moment, visitors, visits, views }
        }),
      )
      expect(moments[0]?.moment.slice(0, 10)).toBe(dayIn(asked.zone, asked.span.from))
    }))

  test('of the shop as a whole: visits, visitors, opened chats and clicks by month and channel, days, and what each link brought', () =>
    holds(nothing, async (scope, { span, ...question }, { hits, zone }) => {
      const asked: Asked = { ...question, span, site: undefined, filters: [] }
      const inSpan = hits.filter(({ at }) => at >= span.from.getTime() && at < span.to.getTime())
      const keyOf = ({ at, channel }: NaiveHit) => `${monthIn(zone, new Date(at))} ${channel}`
      const visits = naiveVisits(hits, asked)
      const begun = Map.groupBy(visits, ({ first }) => keyOf(first))
      const done = Map.groupBy(inSpan.filter(({ kind }) => ['click', 'whatsapp-opened'].includes(kind)), keyOf)
      const expected = new Map([...begun.keys(), ...done.keys()].map((key) => {
        const [visits, acts] = [begun.get(key) ?? [], done.get(key) ?? []]
        const opened = acts.filter(({ kind }) => kind === 'whatsapp-opened')
        return [key, { visits: visits.filter((visit) => !goesOn(visit)).length, visitors: persons(visits), whatsappOpened: opened.length, clicks: acts.length - opened.filter(({ path }) => path !== '').length }]
      }))
      const [rows, summary, ofLinks] = await Promise.all([visitsByMonth(scope, span, zone), visitsSummary(scope, span, zone), visitsByPost(scope, span)])
      expect(Object.fromEntries(rows.map(({ month, channel, ...seen }) => [`${month} ${channel}`, seen]))).toEqual(Object.fromEntries(expected))
      expect(rows).toHaveLength(expected.size)
      expect(near(summary)).toEqual(near(naiveSummary(visits, inSpan, asked)))
      expect(ofLinks.toSorted((one, other) => links.indexOf(one.linkId) - links.indexOf(other.linkId))).toEqual(naiveLinks(hits, visits, inSpan))
      expect(ofLinks.map(({ clicks, visits }) => clicks * HITS + visits)).toEqual(ofLinks.map(({ clicks, visits }) => clicks * HITS + visits).sort((one, other) => other - one))
    }))

  const isLong = (value: string) => value.length > 5

  test('by any dimension: numbers, order, search, a page of the list and the other period', () =>
    holds(fc.record({ by: fc.oneof(pick(...visitDimensions), pick('page' as const, 'goal' as const, 'outbound' as const)), search: pick(undefined, undefined, 'E', '/', '*', 'menu'), how: pick('words', 'unknown', 'fits'), limit: pick(2, 100), skip: pick(0, 1) }), async (scope, asked, { hits, day, zone }, { by, search, how, limit, skip }) => {
      const before: Asked = { ...asked, span: { from: startOfDay(zone, addDays(day, -1)), to: asked.span.from } }
      const expected = listOf(hits, naiveVisits(hits, asked), by, areOne(asked, by)).filter(({ value }) => !search || (how === 'fits' ? isLong(value) : (how === 'unknown' && value === '') || value.toLowerCase().includes(search.toLowerCase())))
      const earlier = new Map(listOf(hits, naiveVisits(hits, before), by, areOne(asked, by)).map(({ value, visitors }) => [value, visitors]))
      const { found, rows } = await visitsBy(scope, asked, by, { sought: search === undefined ? undefined : how === 'fits' ? { fits: isLong } : { words: search, unknown: how === 'unknown' }, limit, skip, before })
      expect(near(rows)).toEqual(near(expected.slice(skip, skip + limit).map((row) => ({ ...row, visitorsBefore: earlier.get(row.value) ?? 0 }))))
      if (rows.length > 0) expect(found).toBe(expected.length)
    }))

  test('the pages of a shop as a whole in two looks, as in one: also where the first can’t tell which belong to the list', () =>
    holds(fc.record({ limit: pick(1, 2, 3, 100), skip: pick(0, 1), spare: pick(0, 1, 3, 100) }), async (scope, { span, zone, currency }, { hits }, { limit, skip, spare }) => {
      const asked: Asked = { span, zone, currency, site: undefined, filters: [] }
      const expected = listOf(hits, naiveVisits(hits, asked), 'page', false)
      const { found, rows } = await visitsBy(scope, asked, 'page', { limit, skip, twoLooks: { hits: 0, spare } })
      expect(near(rows)).toEqual(near(expected.slice(skip, skip + limit).map((row) => ({ ...row, visitorsBefore: null }))))
      if (rows.length > 0) expect(found).toBe(expected.length)
    }))

  test('each visit by itself: all, those that reached something, those that stopped', () =>
    holds(fc.record({ of: pick(...visitsShown), limit: pick(2, 100) }), async (scope, asked, { hits }, { of, limit }) => {
      const fitting = naiveVisits(hits, asked).filter((visit) => of === 'all' || (of === 'reached' ? reached(visit) : bounced(visit)))
      // Of one that reached something in several parts the last of these is shown, otherwise the one that it began with.
      const shown = !areOne(asked) ? fitting : of === 'reached' ? wholeVisits(fitting).map((all) => all.sort((one, other) => other.first.at - one.first.at)[0]!) : fitting.filter((visit) => !goesOn(visit))
      const { count, rows } = await visitsTold(scope, asked, { of, limit })
      expect(count).toBe(shown.length)
      expect(rows.map(({ at }) => Date.parse(at))).toEqual(shown.map(({ first }) => first.at).sort((one, other) => other - one).slice(0, limit))
      if (shown.length > limit) return
      const told = (all: readonly { channel: string; views: number; reached: number }[]) => all.map(({ channel, views, reached }) => `${channel} ${views} ${reached}`).sort()
      expect(told(rows.map((row) => ({ ...row, reached: row.reached.length })))).toEqual(told(shown.map((visit) => ({ channel: visit.first.channel, views: viewsOf(visit).length, reached: visit.hits.filter(({ kind }) => ['goal', 'order-code', 'whatsapp-opened'].includes(kind)).length }))))
    }))

  test('funnels of two to eight steps', () =>
    holds(someSteps, async (scope, asked, { hits }, steps) => {
      const visits = naiveVisits(hits, asked)
      const funnel = await visitFunnel(scope, asked, steps)
      expect({ visitors: funnel.visitors, reached: funnel.steps.map((step) => step.visitors) }).toEqual(naiveFunnel(visits, steps, areOne(asked)))
      expect(funnel.steps.map((step) => step.share)).toEqual(
        funnel.steps.map((step, index) => (index === 0 ? (funnel.visitors === 0 ? null : step.visitors / funnel.visitors) : funnel.steps[index - 1]!.visitors === 0 ? null : step.visitors / funnel.steps[index - 1]!.visitors)),
      )
    }))

  test('journeys, and the ways on which nobody reached anything', () =>
    holds(nothing, async (scope, asked, { hits }) => {
      const visits = naiveVisits(hits, asked)
      const whole = areOne(asked) ? wholeVisits(visits) : visits.map((visit) => [visit])
      const inOrder = (one: NaiveHit, other: NaiveHit) => one.at - other.at || (pageOf(one) < pageOf(other) ? -1 : 1)
      const ways = Map.groupBy(whole, (parts) => JSON.stringify(parts.flatMap(viewsOf).sort(inOrder).map(pageOf).filter((page, index, all) => page !== all[index - 1]).slice(0, 5)))
      const led = (parts: readonly NaiveVisit[]) => parts.some(reached)
      const reachedOfAll = whole.filter(led).length
      const { journeys, deadEnds, ...all } = await visitJourneys(scope, asked)
      expect(all).toEqual({ visits: whole.length, reached: reachedOfAll })
      expect(journeys).toHaveLength(Math.min(30, ways.size))
      for (const { pages, engagedSeconds, luck, ...way } of [...journeys, ...deadEnds]) {
        const of = ways.get(JSON.stringify(pages))!
        const engagedMs = engaged(of.flat().flatMap((visit) => visit.hits))
        expect(way).toEqual({ visits: of.length, reached: of.filter(led).length })
        expect(near(engagedSeconds)).toBe(engagedMs === 0 ? null : near(engagedMs / 1000 / of.length))
        expect(near(luck)).toBe(way.reached > 0 ? null : near((1 - reachedOfAll / whole.length) ** of.length))
      }
      const dead = [...ways].filter(([pages, of]) => reachedOfAll > 0 && (JSON.parse(pages) as string[]).length > 1 && !of.some(led))
      expect(deadEnds.map(({ pages }) => JSON.stringify(pages)).sort()).toEqual(expect.arrayContaining(dead.length <= 10 ? dead.map(([pages]) => pages).sort() : []))
      expect(deadEnds).toHaveLength(Math.min(10, dead.length))
    }))

  test('who came again, week by week', () =>
    holds(nothing, async (scope, question, { hits, zone, day }) => {
      // Three weeks around a change of the clocks, with the hits of the first days told again a week on.
      const asked: Asked = { ...question, span: { from: startOfDay(zone, addDays(day, -3)), to: startOfDay(zone, addDays(day, 18)) } }
      const visits = naiveVisits(hits, asked)
      const mondayOf = (at: number) => {
        const local = dayIn(zone, new Date(at))
        return addDays(local, 1 - weekdayOf(local))
      }
      const { weeks } = await visitRetention(scope, asked)
      const counted = weeks.map(() => weeks.map(() => 0))
      for (const of of Map.groupBy(visits, ({ visitor }) => visitor).values()) {
        const came = [...new Set(of.map(({ first }) => mondayOf(first.at)))].sort()
        const cohort = weeks.findIndex(({ week }) => week === came[0])
        for (const week of came) counted[cohort]![weeks.findIndex((one) => one.week === week) - cohort]!++
      }
      expect(weeks.map((week) => week.visitors)).toEqual(counted.map((row, index) => row.slice(0, weeks.length - index)))
    }))
})

test('who only stayed on a page, and was not seen opening it, is no visitor of it', async () => {
  const mine = shop.another()
  const at = Date.parse('2026-11-18T01:00:00Z')
  const hit = (visitor: number, kind: string, path: string, after: number) => ({ workspace_id: mine.workspaceId, site_id: sites[0], visitor, kind, host: 'toko.example', path, at: at + after, engaged_ms: kind === 'engagement' ? 3000 : 0 })
  const values = [hit(1, 'view', '/a', 0), hit(2, 'view', '/b', 0), hit(2, 'engagement', '/a', 1000)]
  await shop.hits.client.insert({ table: 'analytics_hits', values, format: 'JSONEachRow' })
  const asked: Asked = { span: { from: new Date(at), to: new Date(at + 60_000) }, zone: 'UTC', currency: 'IDR', filters: [] }
  const { rows } = await visitsBy(mine.reading(), asked, 'page', { limit: 10, skip: 0 })
  expect(rows.map(({ value, visitors, visits, times, engagedSeconds }) => [value, visitors, visits, times, engagedSeconds])).toEqual([['toko.example/a', 1, 1, 1, 3], ['toko.example/b', 1, 1, 1, null]])
})

test('a link brought one visit, over however many of the shop’s sites it went on', async () => {
  const mine = shop.another()
  const at = Date.parse('2026-11-18T01:00:00Z')
  const hit = (visitor: number, site: number, after: number, more: object) => ({ workspace_id: mine.workspaceId, site_id: sites[site], visitor, kind: 'view', host: hosts[site], path: '/', at: at + after, ...more })
  const joined = { code: 'K0', from_site: sites[0], from_visitor: 2, from_at: at }
  await store([
    hit(2, 0, 0, { kind: 'click', code: 'K0', link_id: links[0], post_id: posts[0], host: '' }),
    hit(2, 0, 1000, { code: 'K0' }),
    hit(3, 1, 60_000, joined),
    hit(3, 1, 90_000, { kind: 'whatsapp-opened', code: 'K0', link_id: links[0], post_id: posts[0] }),
    // Another one, whose part on the first site was the day before.
    hit(5, 1, 120_000, { ...joined, from_visitor: 4, from_at: at - 86_400_000 }),
  ])
  const span = { from: new Date(at), to: new Date(at + 3_600_000) }
  expect(await visitsByPost(mine.reading(), span)).toEqual([{ postId: posts[0], linkId: links[0], clicks: 1, visits: 1, whatsappOpened: 1 }])
  const { rows } = await visitsBy(mine.reading(), { span, zone: 'UTC', currency: 'IDR', filters: [] }, 'link', { limit: 10, skip: 0 })
  expect(rows.map(({ value, visitors, visits }) => [value, visitors, visits])).toEqual([[links[0], 2, 1]])
})

function naiveSummary(visits: readonly NaiveVisit[], inSpan: readonly NaiveHit[], { span: { from, to }, zone }: Asked) {
  const days: string[] = []
  for (let day = dayIn(zone, from); day <= dayIn(zone, new Date(to.getTime() - 1)); day = addDays(day, 1)) days.push(day)
  const byDay = days.map((day) => figuresOf(visits.filter(({ first }) => dayIn(zone, new Date(first.at)) === day), true))
  const total = figuresOf(visits, true)
  return {
    visits: total.visits,
    // Who came on two days counts on both.
    visitors: sum(byDay.map(({ visitors }) => visitors)),
    views: total.views,
    bounces: total.bounces,
    engagedSeconds: total.engagedSeconds,
    clicks: inSpan.filter(({ kind }) => kind === 'click').length,
    whatsappOpened: inSpan.filter(({ kind }) => kind === 'whatsapp-opened').length,
    goals: inSpan.filter(({ kind, name }) => kind === 'goal' && name !== '404').length,
    days: days.map((day, index) => ({ day, visits: byDay[index]!.visits, visitors: byDay[index]!.visitors, views: byDay[index]!.views })),
  }
}

/** A link has a row where it was opened, or where a visit carries its code and some click, whenever, told whose that is. */
const naiveLinks = (hits: readonly NaiveHit[], visits: readonly NaiveVisit[], inSpan: readonly NaiveHit[]) =>
  links.flatMap((linkId, index) => {
    const known = hits.find((hit) => hit.linkId === linkId && hit.code !== '')
    const opened = inSpan.filter((hit) => hit.linkId === linkId && ['click', 'whatsapp-opened'].includes(hit.kind))
    const led = known ? visits.filter(({ first }) => first.code === known.code) : []
    if (opened.length + led.length === 0) return []
    return {
      postId: index === 0 ? posts[0]! : null,
      linkId,
      clicks: opened.filter(({ kind }) => kind === 'click').length,
      visits: led.filter((visit) => !goesOn(visit)).length,
      whatsappOpened: opened.filter(({ kind }) => kind === 'whatsapp-opened').length,
    }
  })

function listOf(hits: readonly NaiveHit[], visits: readonly NaiveVisit[], by: VisitDimension, parts: boolean) {
  const values = new Set(visits.flatMap((visit) => valuesOf(hits, visit, by)))
  const rare = !isStep(by) && !['channel', 'source', 'entry', 'exit', 'country', 'language', 'device', 'browser', 'system'].includes(by)
  return [...values]
    .filter((value) => !rare || value !== '')
    .map((value) => {
      const of = visits.filter((visit) => valuesOf(hits, visit, by).includes(value))
      const figures = figuresOf(of, parts)
      const row = { value, visitors: figures.visitors, visits: figures.visits, reached: figures.reached }
      if (!isStep(by)) return { ...row, times: figures.views, bounces: figures.bounces, engagedSeconds: figures.engagedSeconds, revenue: figures.value }
      const its = of.flatMap((visit) => visit.hits).filter((hit) => stepsOf[by]!(hit) === value)
      const looks = by === 'page' ? visits.flatMap((visit) => visit.hits).filter((hit) => hit.kind === 'engagement' && pageOf(hit) === value) : []
      return { ...row, times: its.length, bounces: null, engagedSeconds: engaged(looks) === 0 ? null : engaged(looks) / 1000 / its.length, revenue: by === 'goal' ? worth(its, 'IDR') : null }
    })
    .sort((one, other) => other.visitors - one.visitors || other.visits - one.visits || Buffer.compare(Buffer.from(one.value), Buffer.from(other.value)))
}
