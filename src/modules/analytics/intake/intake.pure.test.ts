import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shopOfPageKey, shopPageKey, tidyHost, isOfSite } from '../model.ts'
import { agentOf } from './agent.ts'
import type { IncomingHit } from './incoming-hit.ts'
import { remembered } from '#platform/remembered'
import { firstLanguage, hitsTable, linesOf, senderOf } from './row.ts'
import { saltDayOf } from './salts.ts'
import { isMalformed } from './steps.ts'
import { amountOfDecimal } from './value.ts'
import { networkOf, visitorOfDay } from './visitor.ts'

describe('the network of an address', () => {
  test.each([
    ['103.10.66.9', '103.10.66.9'],
    ['::ffff:103.10.66.9', '103.10.66.9'],
    ['::FFFF:103.10.66.9', '103.10.66.9'],
    ['0:0:0:0:0:ffff:103.10.66.9', '103.10.66.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002:aaaa::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s → %s', (ip, network) => expect(networkOf(ip)).toBe(network))

  test('of IPv6 only the first half counts, however it is written', () => {
    const part = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16))
    fc.assert(
      fc.property(fc.array(part, { minLength: 4, maxLength: 4 }), fc.array(part, { minLength: 4, maxLength: 4 }), (front, back) => {
        expect(networkOf([...front, ...back].join(':'))).toBe(front.join(':'))
        expect(networkOf(`${front.map((one) => one.padStart(4, '0')).join(':')}::`)).toBe(front.join(':'))
      }),
    )
  })
})

test.each([
  ['id-ID,id;q=0.9,en;q=0.8', 'id'],
  ['in-ID,en;q=0.8', 'id'],
  ['jw', 'jv'],
  ['fil-PH', 'fil'],
  ['EN', 'en'],
  ['*', ''],
  ['indonesia', ''],
])('the language of %s is “%s”', (header, language) => expect(firstLanguage(header)).toBe(language))

describe('a visitor', () => {
  const visitor = (over: Partial<Record<'salt' | 'site' | 'ip' | 'agent', string>> & { day?: number } = {}) =>
    visitorOfDay(over.salt ?? 'a', over.day ?? 1, over.site ?? 's', over.ip ?? '1.1.1.1', over.agent ?? 'x')

  test('is another one with another salt, day, site, network or browser', () => {
    expect(visitor()).toBe(visitor())
    const others = [visitor({ salt: 'b' }), visitor({ day: 2 }), visitor({ site: 't' }), visitor({ ip: '1.1.1.2' }), visitor({ agent: 'y' })]
    expect(new Set([visitor(), ...others]).size).toBe(6)
  })

  test('fits into a number', () => {
    fc.assert(fc.property(fc.string(), (agent) => void expect(visitor({ agent })).toSatisfy(Number.isSafeInteger)))
  })

  test('a day of the salt begins at midnight in Jakarta', () => {
    expect(saltDayOf(new Date('2026-11-18T16:59:59Z')) + 1).toBe(saltDayOf(new Date('2026-11-18T17:00:00Z')))
  })
})

describe('values', () => {
  test.each([
    [12.5, 'MYR', 1250],
    ['12.50', 'MYR', 1250],
    [1.005, 'MYR', 101],
    [0.29, 'USD', 29],
    [150000, 'IDR', 150000],
    ['150000', 'IDR', 150000],
    [0, 'IDR', 0],
    [-5, 'IDR', -5],
    ['Rp 5', 'IDR', null],
    ['', 'IDR', null],
    [Number.NaN, 'IDR', null],
    [1e300, 'IDR', null],
    [1e13, 'IDR', null],
    [null, 'IDR', null],
    [undefined, 'IDR', null],
    [true, 'IDR', null],
    [{}, 'IDR', null],
  ] as const)('%s %s → %s', (value, currency, amount) => expect(amountOfDecimal(value, currency)).toBe(amount))
})

describe('hosts', () => {
  test.each([
    ['toko.example', 'toko.example'],
    [' HTTPS://WWW.Toko.Example:8443/menu?x#y ', 'toko.example'],
    ['blog.toko.co.id/', 'blog.toko.co.id'],
    ['tokó.example', 'xn--tok-ina.example'],
    ['toko', null],
    ['', null],
    ['a b.example', null],
    ['javascript:alert(1)', null],
  ])('%s → %s', (typed, host) => expect(tidyHost(typed)).toBe(host))

  test('a page belongs to its site or to one above it', () => {
    expect(isOfSite('toko.example', 'toko.example')).toBe(true)
    expect(isOfSite('m.toko.example', 'toko.example')).toBe(true)
    expect(isOfSite('nottoko.example', 'toko.example')).toBe(false)
  })

  test('the key of a shop’s page leads back to the shop', () => {
    fc.assert(fc.property(fc.uuid(), (id) => void expect(shopOfPageKey(shopPageKey(id))).toBe(id)))
    expect(shopOfPageKey('nobody')).toBeNull()
  })
})

describe('user agents', () => {
  const base = 'Mozilla/5.0 (Linux; Android 13; SM-A146P; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0.6045.66 Mobile Safari/537.36'
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21B74'

  test.each([
    [`${base} Instagram 308.0.0.36.109 Android (33/13; 300dpi; in_ID)`, 'instagram', 'phone'],
    [`${phone} Instagram 308.0.2.18.106 (iPhone14,5; iOS 17_1; id_ID)`, 'instagram', 'phone'],
    [`${base} [FB_IAB/FB4A;FBAV/439.0.0.29.119;]`, 'facebook', 'phone'],
    [`${phone} [FBAN/FBIOS;FBAV/438.0.0.30.117;FBDV/iPhone12,1]`, 'facebook', 'phone'],
    [`${base} musical_ly_2023108030 JsSdk/1.0 BytedanceWebview/d8a21c6`, 'tiktok', 'phone'],
    [`${base} Line/13.3.0/IAB`, 'line', 'phone'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0', 'firefox', 'desktop'],
    ['Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1', 'safari', 'tablet'],
    ['Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16', 'opera-mini', 'phone'],
  ])('%s is a person', (userAgent, browser, device) => expect(agentOf(userAgent)).toMatchObject({ bot: false, browser, device }))

  test.each(['', 'WhatsApp/2.23.20.0 A', 'facebookexternalhit/1.1', 'TelegramBot (like TwitterBot)', 'curl/8.0', 'Dalvik/2.1.0 (Linux; U; Android 13)', 'okhttp/4.9.3'])(
    '%s is none',
    (userAgent) => expect(agentOf(userAgent).bot).toBe(true),
  )
})

describe('a line of the journal', () => {
  const id = '019f0000-0000-7000-8000-000000000000'
  const words = fc.option(fc.string({ unit: 'binary', maxLength: 700 }), { nil: undefined })
  const anyHit: fc.Arbitrary<IncomingHit> = fc.record({
    workspaceId: fc.constant(id),
    kind: fc.constantFrom('view' as const, 'goal' as const),
    host: words, path: words, name: words, referrer: words, utmSource: words, utmMedium: words, utmCampaign: words, utmContent: words, utmTerm: words,
    clickId: words, code: words, placement: words, language: words, userAgent: words,
    linkId: fc.option(fc.uuid(), { nil: undefined }),
    value: fc.option(fc.maxSafeInteger(), { nil: undefined }),
    engagedMs: fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }), { nil: undefined }),
    width: fc.option(fc.nat(65_535), { nil: undefined }),
  })

  test('whatever the words are, it is one line of JSON that names its shop first', () => {
    fc.assert(
      fc.property(anyHit, (hit) => {
        const line = linesOf(hit)(hit, new Date(1_700_000_000_000), senderOf(7, 'ID'))
        expect(line).not.toContain('\n')
        expect(Buffer.from(line).toString()).toBe(line)
        const row = JSON.parse(line) as Record<string, unknown>
        expect(row).toMatchObject({ workspace_id: id, kind: hit.kind, site_id: id, visitor: 7, country: 'ID' })
        if (hit.linkId) expect(row.link_id).toBe(hit.linkId)
        if (hit.value !== undefined) expect(row.value).toBe(Object.is(hit.value, -0) ? 0 : hit.value)
        for (const value of Object.values(row)) if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(500)
        expect(line.startsWith(`${hitsTable.begins}${id}"`)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

test('what the store would refuse is dropped before it', () => {
  const hit: IncomingHit = { workspaceId: '019f0000-0000-7000-8000-000000000000', kind: 'view' }
  const drops = (more: object) => isMalformed({ ...hit, ...more })
  expect(drops({})).toBe(false)
  for (const more of [{ workspaceId: 'x' }, { kind: 'other' }, { linkId: "'" }, { value: 1.5 }, { value: Number.NaN }, { width: 70_000 }, { at: new Date(Number.NaN) }, { at: new Date(-1) }, { channel: 'tv' }, { currency: 'XXX' }, { engagedMs: -1 }])
    expect(drops(more), JSON.stringify(more)).toBe(true)
})

test('remembered asks once for each question, and forgets the oldest', () => {
  let asked = 0
  const length = remembered(2, (text) => (asked++, text.length))
  expect([length('a'), length('a'), length('bb'), length('ccc'), length('a')]).toEqual([1, 1, 2, 3, 1])
  expect(asked).toBe(3)
  for (const text of ['d', 'e', 'f', 'g']) length(text)
  length('a')
  expect(asked).toBe(8)
})
