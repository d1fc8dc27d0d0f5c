import fc from 'fast-check'
import { filterOperators, stepKinds, visitDimensions, VisitFilters, VisitStep } from '#contract/visit-filters.ts'
import { newId } from '#platform/ids'
import type { NaiveHit } from './naive.ts'

// Hits and questions of all kinds, for the tests that hold the questions beside their naive evaluation.

/** Of a run, at most. */
export const HITS = 100

export const sites = [newId(), newId()]
export const links = [newId(), newId()]
export const posts = [newId(), newId()]
export const hosts = ['toko.example', 'blog.example']
// Words that SQL, regular expressions and ClickHouse's parameters each read in their own way.
const paths = ['/', '/menu', '/Menu/100%', `/o'k`, '/a\\b', '/kafé.(1)', '/a*b', '/{x:String}', '/a?b|c$^[0]']
const names = ['Pesan', 'pesan dua', '404', `it's "so"`, 'https://x.example/harga.PDF?x=1', 'https://x.example/', 'https://x.example/pdf', '\\N']
const zones = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Asia/Kuala_Lumpur', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu']
// The clocks of Berlin go back on the 25th of October, those of Lord Howe forward on the 4th.
const firsts = ['2026-10-24', '2026-10-03', '2026-09-05', '2026-11-20']

export const pick = <T>(...values: T[]) => fc.constantFrom(...values)

/** Hits of a few visitors around the days that are asked about, no two of one visitor at the same instant. */
const someHits = (day: string): fc.Arbitrary<NaiveHit[]> => {
  const begin = Date.parse(`${day}T00:00:00Z`)
  const hit = fc.record({
    at: fc.oneof(fc.integer({ min: -36, max: 96 }).map((half) => begin + half * 1_800_000), fc.integer({ min: -43_200_000, max: 172_800_000 }).map((after) => begin + after)),
    kind: pick('view', 'view', 'view', 'view', 'click', 'goal', 'outbound', 'engagement', 'whatsapp-opened', 'order-code'),
    who: fc.integer({ min: 0, max: 8 }),
    site: fc.integer({ min: 0, max: 1 }),
    path: pick(...paths),
    name: pick(...names),
    referrer: pick('', '', 'https://www.google.com/search', 'https://l.instagram.com/'),
    utmSource: pick('', '', 'IG', 'brosur'),
    utmMedium: pick('', 'social'),
    utmCampaign: pick('', 'Lebaran', 'payday 11*11'),
    utmContent: pick('', 'a'),
    utmTerm: pick('', 'sambal'),
    channel: pick('direct', 'instagram', 'search'),
    link: pick(-1, -1, 0, 1),
    value: pick(null, 10_000, 25_000),
    currency: pick('IDR', 'MYR'),
    engagedMs: pick(1000, 7500),
    country: pick('ID', 'MY', ''),
    language: pick('id', ''),
    device: pick('phone', 'desktop', ''),
    browser: pick('chrome', 'instagram', ''),
    system: pick('Android', ''),
    // After how long the same person opens the other site.
    goesOn: pick(null, null, 1000, 1_799_000),
  })
  return fc
    .uniqueArray(hit, { maxLength: HITS, selector: ({ at, who, site }) => `${at} ${who} ${site}` })
    .map((hits) => {
      const taken = new Set(hits.map(({ at, who, site }) => `${at} ${who} ${site}`))
      const next = hits.flatMap(({ goesOn, ...hit }) => (goesOn === null ? [] : [{ ...hit, at: hit.at + goesOn, site: 1 - hit.site, kind: 'view', goesOn }])).filter(({ at, who, site }) => !taken.has(`${at} ${who} ${site}`))
      const followed = new Set<NaiveHit>()
      const plain = [...hits, ...new Map(next.map((hit) => [`${hit.at} ${hit.who} ${hit.site}`, hit])).values()].map(({ who, site, link, goesOn: _, ...rest }, index) => {
        const clicked = rest.kind === 'click' && link >= 0
        const hit: NaiveHit = {
          ...rest,
          siteId: sites[site]!,
          host: hosts[site]!,
          // A visitor is one of a site.
          visitor: who === 0 ? 0 : who * 2 + site,
          code: link < 0 ? '' : `K${link}`,
          linkId: clicked ? links[link]! : null,
          postId: clicked && link === 0 ? posts[0]! : null,
          placement: clicked && link === 1 ? 'toples' : '',
          value: ['goal', 'order-code'].includes(rest.kind) ? rest.value : null,
          engagedMs: rest.kind === 'engagement' ? rest.engagedMs : 0,
          name: ['goal', 'outbound'].includes(rest.kind) ? rest.name : '',
          fromSite: null,
          fromVisitor: 0,
          fromAt: null,
        }
        if (index >= hits.length) followed.add(hit)
        return hit
      })
      return goingOn(plain, followed)
    })
}

/** What led to the first site stands for what led to the next, on the same device (intake/across.ts). */
const SAID = ['referrer', 'utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm', 'channel', 'code', 'linkId', 'postId', 'placement', 'country', 'device', 'browser', 'system'] as const

/** Of these hits, those that were followed from the other site and begin a visit here: as hits that go on from there. */
function goingOn(hits: readonly NaiveHit[], followed: ReadonlySet<NaiveHit>): NaiveHit[] {
  const underway = new Map<number, { first: NaiveHit; lastAt: number }>()
  return hits.toSorted((one, other) => one.at - other.at).map((hit) => {
    const at = (visitor: number) => {
      const visit = underway.get(visitor)
      return visit && hit.at - visit.lastAt <= 1_800_000 ? visit : undefined
    }
    const mine = at(hit.visitor)
    // Visitor 2n is on the first site who is 2n + 1 on the second.
    const came = followed.has(hit) && hit.visitor !== 0 && !mine ? at(hit.visitor ^ 1) : undefined
    const counted: NaiveHit = came && came.lastAt < hit.at
      ? { ...hit, ...Object.fromEntries(SAID.map((name) => [name, came.first[name]])), fromSite: came.first.siteId, fromVisitor: came.first.fromVisitor || came.first.visitor, fromAt: came.first.fromAt ?? came.first.at }
      : hit
    if (hit.visitor !== 0) underway.set(hit.visitor, { first: mine?.first ?? counted, lastAt: hit.at })
    return counted
  })
}

const known: string[] = [...paths, ...names, ...hosts, ...paths.map((path) => `${hosts[0]}${path}`), 'instagram', 'IG', 'lebaran', 'ID', '', links[0]!, posts[0]!, 'toples', 'phone', 'google.com', 'e', 'EX']
const someFilters = fc.array(
  fc.tuple(
    pick(...filterOperators),
    pick(...visitDimensions),
    fc.array(fc.oneof(pick(...known), pick('*', '*/menu*', '/m*', '/*', '*.example/', 'toko*', '*a\\*', '%', '.', '*%', 'pesan*'), fc.string({ unit: pick('a', '/', '*', '\\', "'", '.', '%', 'É') })), { minLength: 1, maxLength: 3 }),
  ),
  { maxLength: 2 },
) as fc.Arbitrary<VisitFilters>

export const someSteps = fc.array(
  fc.record({ kind: pick(...stepKinds), like: pick('*', '*', '*menu*', '/menu*', '/kafÉ*', '/a\\*', 'toko.example/', '*/', 'pesan*', 'https*', '*a\\b') }),
  { minLength: 2, maxLength: 8 },
) as fc.Arbitrary<VisitStep[]>

/** When the visits of days that were over were kept, which hits came only after, and whether they were kept again then. */
const someKeeping = (day: string) =>
  fc.record({
    at: pick(null, 6, 29, 30, 54, 78, 500).map((hours) => hours && new Date(Date.parse(`${day}T00:00:00Z`) + hours * 3_600_000)),
    late: fc.array(fc.integer({ min: 0, max: HITS - 1 }), { maxLength: 5 }),
    again: fc.boolean(),
    // Whether those that were not kept can be made once for all questions.
    aside: fc.boolean(),
  })

export const someStream = pick(...firsts).chain((day) => fc.record({ day: fc.constant(day), hits: someHits(day), keeping: someKeeping(day) }))
export const someQuestion = fc.record({ days: fc.integer({ min: 1, max: 3 }), zone: pick(...zones), site: pick(undefined, undefined, sites[0]), filters: someFilters })
type Drawn<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never
export type Question = Drawn<typeof someStream> & Drawn<typeof someQuestion>
