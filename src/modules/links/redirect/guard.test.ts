import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { testShop, type TestShop } from '../../../../tests/harness/index.ts'
import type { Link, SetLinkConditions } from '#contract/links.ts'
import { commands as analytics, type Caller, type IncomingHit } from '#modules/analytics'
import { openMediaStore } from '#platform/storage'
import { makeLink } from '../commands/make-link.ts'
import { setConditions } from '../commands/set-conditions.ts'
import { begin, conditions, done, reachable, rule } from '../for-tests.ts'
import { links } from '../queries/links.ts'
import { openRedirect } from './redirect.ts'

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'
const LAPTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const PREVIEW = 'WhatsApp/2.23.20.0'
const JAKARTA = '36.70.1.1'
const KUALA_LUMPUR = '175.139.1.1'

interface Visitor {
  ip?: string
  as?: string
  language?: string
  method?: 'GET' | 'HEAD'
  /** What is typed into the form. */
  word?: string
}

async function served(shop: TestShop) {
  const hits: IncomingHit[] = []
  const recordAll = async (hit: IncomingHit, callers: readonly Caller[]): Promise<void> => {
    hits.push(...callers.map((caller) => ({ ...hit, ...caller })))
  }
  const redirect = openRedirect({ ...reachable, database: shop.database, scopes: shop.scopes, clock: shop.clock, intake: { recordAll }, media: openMediaStore('/nonexistent') })
  const app = Fastify({ trustProxy: true })
  await app.register(redirect.plugin)
  onTestFinished(() => app.close())
  onTestFinished(() => redirect.close())
  const open = async (code: string, { ip = JAKARTA, as = ANDROID, language = 'id-ID,id;q=0.9', method = 'GET', word }: Visitor = {}) => {
    const headers = { 'x-forwarded-for': ip, 'user-agent': as, 'accept-language': language }
    const answer =
      word === undefined
        ? await app.inject({ method, url: `/l/${code}`, headers })
        : await app.inject({ method: 'POST', url: `/l/${code}`, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ word }).toString() })
    return { status: answer.statusCode, to: answer.headers.location as string | undefined, body: answer.body, policy: String(answer.headers['content-security-policy']) }
  }
  return { app, redirect, hits, open }
}

const linkWith = (shop: TestShop, wanted: Partial<SetLinkConditions>): Promise<Link> =>
  shop.writing(async (scope) => {
    const link = done(await makeLink(scope, reachable, { kind: 'url', channel: 'instagram', target: 'https://bu-tini.com/' }))
    return done(await setConditions(scope, reachable, link.id, conditions(wanted)))
  })

test('country, device, language and day decide by the first rule that fits', async () => {
  const shop = await begin(await testShop({ hits: false, at: '2026-12-11T03:00:00Z' }))
  const { open, hits, redirect } = await served(shop)
  const { code } = await linkWith(shop, {
    rules: [
      rule('https://bu-tini.com/harbolnas', { countries: ['ID'], from: '2026-12-12', until: '2026-12-12' }),
      rule('https://shopee.com.my/sambal', { countries: ['MY', 'SG'] }),
      rule('https://apps.apple.com/id/app/sambal', { devices: ['ios'] }),
      rule('https://bu-tini.com/en', { languages: ['en'] }),
    ],
  })
  const to = async (visitor: Visitor = {}) => (await open(code, visitor)).to
  expect(await to()).toBe('https://bu-tini.com/')
  expect(await to({ ip: KUALA_LUMPUR, as: IPHONE, language: 'en' })).toBe('https://shopee.com.my/sambal')
  expect(await to({ as: IPHONE, language: 'en' })).toBe('https://apps.apple.com/id/app/sambal')
  expect(await to({ as: LAPTOP, language: 'en-GB,en;q=0.9,id;q=0.5' })).toBe('https://bu-tini.com/en')
  expect(await to({ as: LAPTOP, language: 'id,en' })).toBe('https://bu-tini.com/')
  // Of an IPv6 address the country is not known.
  expect(await to({ ip: '2001:e68::1' })).toBe('https://bu-tini.com/')
  // Midnight in Jakarta is 17:00 in UTC.
  shop.clock.set('2026-12-11T16:59:59Z')
  expect(await to()).toBe('https://bu-tini.com/')
  shop.clock.set('2026-12-11T17:00:00Z')
  expect(await to({ as: IPHONE })).toBe('https://bu-tini.com/harbolnas')
  shop.clock.set('2026-12-12T17:00:00Z')
  expect(await to()).toBe('https://bu-tini.com/')
  await redirect.close()
  expect(hits).toHaveLength(9)
  expect(new Set(hits.map(({ kind }) => kind))).toEqual(new Set(['click']))
})

test('a rule of a chat link is a click and no chat, and our own sites get the code', async () => {
  const shop = await begin(await testShop({ hits: false }))
  await shop.writing(async (scope) => done(await analytics.addSite(scope, { host: 'bu-tini.com' })))
  const { open, hits, redirect } = await served(shop)
  const link = await shop.writing(async (scope) => {
    const made = done(await makeLink(scope, reachable, { kind: 'whatsapp', channel: 'whatsapp' }))
    return done(await setConditions(scope, reachable, made.id, conditions({ rules: [rule('https://bu-tini.com/meja', { devices: ['desktop'] })] })))
  })
  expect((await open(link.code)).to).toMatch(/^https:\/\/wa\.me\/6281234567890/)
  expect((await open(link.code, { as: LAPTOP })).to).toBe(`https://bu-tini.com/meja?kicau=${link.code}`)
  await redirect.close()
  expect(hits.map(({ kind }) => kind)).toEqual(['whatsapp-opened', 'click'])
  // Who came by it is believed on the page.
  expect((await redirect.pageFor('sambal', link.code))!.buttons[0]!.href).toContain(`?k=${link.code}`)
})

test('after its last day it leads elsewhere, or says so with the way to the shop', async () => {
  const shop = await begin(await testShop({ hits: false, at: '2026-12-12T16:59:00Z' }))
  const { open, redirect } = await served(shop)
  const plain = await linkWith(shop, { lastDay: '2026-12-12' })
  const onward = await linkWith(shop, { lastDay: '2026-12-12', afterwards: 'https://bu-tini.com/lewat' })
  expect([(await open(plain.code)).to, (await open(onward.code)).to]).toEqual(['https://bu-tini.com/', 'https://bu-tini.com/'])
  shop.clock.advance(60_000)
  expect((await open(onward.code)).to).toBe('https://bu-tini.com/lewat')
  const ended = await open(plain.code, { language: 'ms' })
  expect(ended).toMatchObject({ status: 404, to: undefined })
  expect(ended.body).toContain('sudah tamat')
  expect(ended.body).toContain('href="/s/sambal"')
  expect(redirect.counts()).toMatchObject({ over: 1, redirected: 3 })
  expect((await links(shop.reading(), reachable, { days: 30, limit: 10 })).items.map((link) => link.conditions!.over)).toEqual(['days', 'days'])
})

test('exactly so many people are led on, however many come at once; previews and HEAD take no place', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { open } = await served(shop)
  const { code, id } = await linkWith(shop, { mostOpenings: 5, afterwards: 'https://bu-tini.com/habis' })
  for (const visitor of [{ as: PREVIEW }, { method: 'HEAD' as const }]) expect((await open(code, visitor)).to).toBe('https://bu-tini.com/')
  const led = await Promise.all(Array.from({ length: 20 }, () => open(code)))
  expect(led.filter(({ to }) => to === 'https://bu-tini.com/')).toHaveLength(5)
  expect(led.filter(({ to }) => to === 'https://bu-tini.com/habis')).toHaveLength(15)
  expect((await open(code, { as: PREVIEW })).to).toBe('https://bu-tini.com/habis')

  const more = await shop.writing(async (scope) => done(await setConditions(scope, reachable, id, conditions({ mostOpenings: 6 }))))
  expect(more.conditions).toMatchObject({ opened: 5, over: null })
  shop.clock.advance(30_000)
  expect((await open(code)).to).toBe('https://bu-tini.com/')
  expect(await open(code)).toMatchObject({ status: 404, to: undefined })
})

test('a password is asked for on a page that posts to itself, and told to nobody', async () => {
  const shop = await begin(await testShop({ hits: false }), { name: 'Sambal <b>Tini</b>' })
  const { app, open, hits, redirect } = await served(shop)
  const link = await linkWith(shop, { password: 'Reseller 26', rules: [rule('https://bu-tini.com/my', { countries: ['MY'] })] })
  expect(JSON.stringify(link)).not.toContain('eseller')
  expect(link.conditions!.password).toBe(true)

  const asked = await open(link.code)
  expect(asked).toMatchObject({ status: 200, to: undefined })
  expect(asked.body).toContain(`<form method="post" action="/l/${link.code}">`)
  expect(asked.body).not.toContain('type="password"')
  expect(asked.body).not.toMatch(/bu-tini\.com|<b>Tini/)
  expect(asked.policy).toContain("form-action 'self'")
  expect(asked.policy).toContain("frame-ancestors 'none'")

  const wrong = await open(link.code, { word: 'reseller' })
  expect(wrong).toMatchObject({ status: 403 })
  expect(wrong.body).not.toContain('bu-tini.com')
  const right = await open(link.code, { word: ' reseller 26 ' })
  expect(right.status).toBe(200)
  expect(right.body).toContain('<meta http-equiv="refresh" content="0;url=https://bu-tini.com/">')
  expect((await open(link.code, { word: 'RESELLER 26', ip: KUALA_LUMPUR })).body).toContain('url=https://bu-tini.com/my"')
  await redirect.close()
  expect(hits).toHaveLength(2)

  for (const payload of [undefined, 'x'.repeat(5_000), 'word=&word=reseller+26', '{"word":"reseller 26"}']) {
    const odd = await app.inject({ method: 'POST', url: `/l/${link.code}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, ...(payload && { payload }) })
    expect([403, 413, 415, 400]).toContain(odd.statusCode)
    expect(odd.body).not.toContain('bu-tini.com')
  }
})

test('tries are limited, for each address and for all', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { open } = await served(shop)
  const { code } = await linkWith(shop, { password: 'sambal-2026' })
  const tries = await Promise.all(Array.from({ length: 14 }, () => open(code, { word: 'salah' })))
  expect(tries.filter(({ status }) => status === 403)).toHaveLength(10)
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(4)
  // Even the right word, from where there were too many.
  expect((await open(code, { word: 'sambal-2026' })).status).toBe(429)
  expect((await open(code, { word: 'sambal-2026', ip: KUALA_LUMPUR })).status).toBe(200)
  // Right ones don't add up: many phones share an address.
  for (let n = 0; n < 12; n++) expect((await open(code, { word: 'sambal-2026', ip: KUALA_LUMPUR })).status).toBe(200)
  const spread = await Promise.all(Array.from({ length: 95 }, (_, n) => open(code, { word: 'salah', ip: `36.71.2.${n}` })))
  expect(spread.filter(({ status }) => status === 429)).toHaveLength(5)
  shop.clock.advance(15 * 60_000)
  expect((await open(code, { word: 'sambal-2026' })).status).toBe(200)
  for (let n = 0; n < 10; n++) expect((await open(code, { word: 'salah', ip: `2001:db8:1:2::${n}` })).status).toBe(403)
  expect((await open(code, { word: 'sambal-2026', ip: '2001:db8:1:2::ffff' })).status).toBe(429)
})

test('a used-up link asks for no password, and one that lost its conditions is plain again', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const { open } = await served(shop)
  const { code, id } = await linkWith(shop, { password: 'sambal', mostOpenings: 1 })
  expect((await open(code, { word: 'sambal' })).status).toBe(200)
  expect((await open(code)).status).toBe(404)
  const plain = await shop.writing(async (scope) => done(await setConditions(scope, reachable, id, conditions({ password: null }))))
  expect(plain.conditions).toBeNull()
  shop.clock.advance(30_000)
  expect(await open(code)).toMatchObject({ status: 302, to: 'https://bu-tini.com/' })
  // Who still has the form before them is led on.
  expect((await open(code, { word: 'sambal' })).body).toContain('url=https://bu-tini.com/"')
})

test('conditions lead only where a link may, and say in which rule they are wrong', async () => {
  const shop = await begin(await testShop({ hits: false }))
  const other = await begin(shop.another(), { slug: 'lain' })
  const link = await linkWith(shop, { password: 'sambal' })
  const set = (wanted: Partial<SetLinkConditions>, of = shop) => of.writing((scope) => setConditions(scope, reachable, link.id, conditions(wanted)))
  const fine = rule('https://bu-tini.com/', { countries: ['ID'] })
  expect(await set({ rules: [fine, rule('javascript:alert(1)', { countries: ['ID'] })] })).toMatchObject({ refused: 'links.target-not-the-web', where: 'rules.1.target' })
  expect(await set({ rules: [rule('https://bank.id@evil.example/', { countries: ['ID'] })] })).toMatchObject({ refused: 'links.target-login-in-it' })
  expect(await set({ rules: [rule('https://kicau.example.com/l/abcde', { countries: ['ID'] })] })).toMatchObject({ refused: 'links.target-ourselves' })
  expect(await set({ rules: [fine, rule('https://bu-tini.com/')] })).toMatchObject({ refused: 'links.rule-without-condition', where: 'rules.1', values: { number: 2 } })
  expect(await set({ rules: [rule('https://bu-tini.com/', { from: '2026-12-12', until: '2026-12-11' })] })).toMatchObject({ refused: 'links.rule-days' })
  expect(await set({ lastDay: '2026-12-12', afterwards: 'http://192.168.1.1/' })).toMatchObject({ refused: 'links.target-nobody-outside', where: 'afterwards' })
  expect(await set({ password: 'abc' })).toMatchObject({ refused: 'links.password-short' })
  expect(await set({ password: null }, other)).toMatchObject({ refused: 'links.link-unknown' })
  // Left out, the password stays.
  expect(done(await set({ rules: [fine] })).conditions).toMatchObject({ password: true, rules: [fine] })
})
