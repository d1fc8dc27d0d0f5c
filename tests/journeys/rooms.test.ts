import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { textsIn } from '#platform/i18n'
import { logins, startProviders, stickerOf, type Providers } from '../../src/modules/shop/payments/for-tests.ts'
import { newVisitor, signUp } from './browser.ts'
import { openDesk } from './desk.ts'

// Every room of the desk with the demo's fifteen months in it: it opens, is read to its end, and axe finds nothing. And the two rooms
// that a buyer comes into, where no script may be needed.

const rooms = [
  'accounts',
  'calendar',
  'compose',
  'hours',
  'links',
  'links/page',
  'orders',
  'orders/chat',
  'orders/form',
  'orders/form/setup',
  'orders/imports',
  'orders/new',
  'orders/pay',
  'orders/pay/accounts',
  'orders/products',
  'orders/rates',
  'orders/vouchers',
  'orders/webshops',
  'payback/book',
  'payback/channel/instagram',
  'payback/experiments',
  'payback/leads',
  'payback/traffic',
  'payback/what-if',
  'reports',
  'reports/shops',
  'settings',
  'stage',
  'stage/story',
  'today/worth',
  'visits',
  'visits/past',
]

let providers: Providers
beforeAll(async () => {
  providers = await startProviders(() => new Date())
})
afterAll(() => providers.close())
const desk = openDesk(() => ({ PAYMENT_SERVERS: Object.entries(providers.servers).map(([name, url]) => `${name}=${url}`).join(' ') }))

test.each([
  ['id', 360, false],
  ['ms', 1280, true],
  ['en', 360, true],
] as const)('every room in %s at %i px', { timeout: 300_000 }, async (language, width, dark) => {
  const { page, t, go, readOn, look, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
  await page.goto('/demo?shop=sambal-bu-tini')
  await page.waitForURL('**/payback*', { timeout: 60_000 })

  /** Read to the end: a card far below asks for its figures only when the reader comes near. */
  const read = async () => {
    const missing = page.locator('main .skeleton')
    await expect
      .poll(
        async () => {
          // One that is there no more by then is the aim.
          await missing.first().scrollIntoViewIfNeeded({ timeout: 500 }).catch(() => {})
          return missing.count()
        },
        { timeout: 45_000 },
      )
      .toBe(0)
  }
  for (const room of rooms) {
    await go(`/${room}`)
    // The editor of the shop page shows that page, with its own.
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await read()
    await look(`room-${room.replaceAll('/', '-')}`)
  }

  await go('/visits', t('analytics:title'))
  await page.locator('a[href^="/visits/sites/"]').first().click()
  await page.waitForURL('**/visits/sites/*')
  await read()
  await look('room-visits-site')

  // A question about visits stands in its address, and is asked by it again.
  await go(`/visits?days=7&filter=${encodeURIComponent('["is","channel",["instagram"]]')}`, t('analytics:title'))
  const chip = t('analytics:filters.chip', { dimension: t('analytics:dimensions.channel'), operator: t('analytics:filters.is'), values: t('channels:instagram') })
  await page.getByRole('button', { name: t('analytics:filters.remove', { filter: chip }) }).click()
  await page.waitForURL('**/visits?days=7')
  await page.getByRole('radio', { name: t('analytics:span.30') }).check()
  await page.waitForURL('**/visits')

  // What has no words of its own is picked by its name, and may be left out rather than kept.
  const layer = page.getByRole('dialog')
  await page.getByRole('button', { name: t('analytics:filters.add'), exact: true }).click()
  await layer.getByLabel(t('analytics:filters.what'), { exact: true }).selectOption('channel')
  await layer.getByLabel(t('analytics:filters.how'), { exact: true }).selectOption('is-not')
  await layer.getByRole('checkbox', { name: t('channels:instagram') }).check()
  await look('visits-filter')
  await layer.getByRole('button', { name: t('analytics:filters.apply') }).click()
  await page.waitForURL(({ searchParams }) => searchParams.get('filter') === '["is-not","channel",["instagram"]]')
  await page.goBack()

  // What happened is a flag on the curve, and stands in its table.
  await go('/visits', t('analytics:title'))
  const happened = `Siaran langsung ${language}`
  const flags = page.locator('figure svg .mark')
  await page.getByRole('button', { name: t('visit-sharing:notes.add') }).click()
  await layer.getByRole('textbox', { name: t('visit-sharing:notes.text') }).fill(happened)
  await layer.getByRole('button', { name: t('visit-sharing:notes.do') }).click()
  await flags.first().waitFor({ state: 'attached' })
  await page.locator('figure summary').first().click()
  await page.getByRole('rowheader', { name: happened }).waitFor()
  await look('visits-noted')
  await page.getByRole('button', { name: t('visit-sharing:notes.remove', { text: happened }) }).click()
  await expect.poll(() => flags.count()).toBe(0)

  // The steps of a funnel are kept in the address as well.
  await read()
  await page.getByRole('button', { name: t('analytics:funnel.change') }).click()
  await layer.getByRole('button', { name: t('analytics:funnel.remove', { count: 3 }) }).click()
  await layer.getByRole('button', { name: t('analytics:funnel.apply') }).click()
  await page.waitForURL('**/visits?step=page&step=whatsapp')

  await go('/payback', t('payback:title'))
  await readOn()
  for (const panel of ['payback:lines.title', 'payback:counting.title']) {
    await page.getByText(t(panel), { exact: true }).click()
    await read()
  }
  await look('room-payback-panels')
  expect(complaints).toEqual([])
  await context.close()
})

/** Asks the API as whoever is signed in there. */
const postingAs = (page: Page) => async <T>(path: string, data: object): Promise<T> => {
  const answer = await page.request.post(path, { data, headers: { origin: desk.kicau.url } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()) as T
}

test('a buyer without JavaScript goes from the shop page to the provider, and is asked once how they found it', { timeout: 120_000 }, async () => {
  const owner = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 360 })
  await signUp(owner.page, desk.kicau.url, 'Tini')
  const post = postingAs(owner.page)
  const shop = await post<{ id: string; slug: string; name: string }>('/api/shops', { name: 'Dapur Tanpa Skrip', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' })
  await post(`/api/shops/${shop.id}/pay/accounts`, { kind: 'static-qr', qr: stickerOf('DAPUR TANPA SKRIP') })
  await post(`/api/shops/${shop.id}/pay/accounts`, { kind: 'xendit', live: false, ...logins.xendit })
  await post(`/api/shops/${shop.id}/pay/buttons`, { name: 'Sambal Bawang', price: 25_000, words: 'Satu botol, pedas.', onPage: true })
  await owner.context.close()

  for (const language of ['id', 'ms', 'en'] as const) {
    const buyer = await newVisitor(desk.browser, desk.kicau.url, { language, width: 360, scripts: false })
    const reader = await newVisitor(desk.browser, desk.kicau.url, { language, width: 360 })
    const { page, t, context } = buyer
    await context.route('https://checkout.xendit.example/**', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Xendit</h1>' }))
    /** What this page is to axe, and whether it is as wide as the phone. */
    const look = async (name: string) => {
      await reader.page.goto(page.url())
      await reader.look(`${name}-without-scripts`)
    }

    await page.goto(`/s/${shop.slug}`)
    await look('shop-page')
    await page.getByRole('link', { name: 'Sambal Bawang' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sambal Bawang' }).waitFor()
    const payPage = new URL(page.url())
    payPage.searchParams.set('lang', language)
    await page.goto(payPage.href)
    await look('pay-page')
    const question = page.getByRole('group', { name: t('pay:page.found', { shop: shop.name }) })
    await question.getByLabel(t('channels:instagram')).check()
    await page.getByLabel(t('pay:page.phone')).fill('nanti')
    await page.getByRole('button', { name: t('pay:page.pay'), exact: true }).click()
    // Whatever the buyer reads, a number is written as where the shop is.
    await page.getByRole('alert').getByText(t('pay:wrong.phone-unreadable', { phone: '0812-3456-7890' })).waitFor()
    expect(await question.getByLabel(t('channels:instagram')).isChecked()).toBe(true)

    await page.getByLabel(t('pay:page.phone')).fill('')
    const pay = page.getByRole('button', { name: t('pay:page.pay'), exact: true })
    await pay.click()
    await page.getByRole('heading', { level: 1, name: t('pay:payment.heads.waiting') }).waitFor()
    await look('payment')
    await page.getByRole('button', { name: t('pay:payment.claim') }).click()
    await page.getByRole('heading', { level: 1, name: t('pay:payment.heads.claimed', { shop: shop.name }) }).waitFor()

    // Its provider's way, which is a trial here; who was asked by this shop is not asked again.
    payPage.searchParams.set('trial', '')
    await page.goto(payPage.href)
    await page.getByText(t('pay:page.trial')).waitFor()
    expect(await question.count()).toBe(0)
    await pay.click()
    await page.waitForURL('https://checkout.xendit.example/**')
    expect([...buyer.complaints, ...reader.complaints]).toEqual([])
    await Promise.all([context.close(), reader.context.close()])
  }
})

test('visits are shown to others without scripts: for their password, in a frame where that was said, as a badge', { timeout: 120_000 }, async () => {
  const owner = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 360 })
  await signUp(owner.page, desk.kicau.url, 'Tini')
  const post = postingAs(owner.page)
  const shop = await post<{ id: string; name: string }>('/api/shops', { name: 'Dapur Terbuka', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' })
  const share = async (wanted: object) => (await post<{ url: string }>(`/api/shops/${shop.id}/visits/shares`, { name: 'Agensi', language: 'id', embed: false, ...wanted })).url

  // The owner makes an address for programs by hand, and sees it listed.
  await owner.go('/visits', owner.t('analytics:title'))
  await owner.page.getByRole('button', { name: owner.t('visit-sharing:share.open') }).click()
  const layer = owner.page.getByRole('dialog')
  await layer.getByRole('radio', { name: new RegExp(owner.t('visit-sharing:share.kinds.data')) }).check()
  await layer.getByRole('textbox', { name: owner.t('visit-sharing:share.name') }).fill('Lembar kerja')
  await layer.getByRole('button', { name: owner.t('visit-sharing:share.do') }).click()
  await layer.getByRole('button', { name: owner.t('visit-sharing:share.copySheets') }).waitFor()
  await owner.look('visits-share')

  for (const language of ['id', 'ms', 'en'] as const) {
    const outsider = await newVisitor(desk.browser, desk.kicau.url, { language: 'en', width: 360, scripts: false })
    const reader = await newVisitor(desk.browser, desk.kicau.url, { language: 'en', width: 360 })
    const { page } = outsider
    const t = textsIn(language)
    await page.goto(await share({ shows: 'page', language, password: 'Rahasia Dapur' }))
    const word = page.getByLabel(t('visit-sharing:page.word', { of: shop.name }))
    const enter = page.getByRole('button', { name: t('visit-sharing:page.enter') })
    await reader.page.goto(page.url())
    await reader.look('visits-shared-locked')
    await word.fill('tebakan')
    await enter.click()
    await page.getByText(t('visit-sharing:page.wrong')).waitFor()
    await word.fill('rahasia dapur')
    await enter.click()
    const title = t('visit-sharing:page.title', { of: shop.name })
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await page.locator('script').count()).toBe(0)

    const [framed, alone, badge] = await Promise.all([share({ shows: 'page', language, embed: true }), share({ shows: 'page', language }), share({ shows: 'badge', language })])
    await reader.page.goto(framed)
    await reader.look('visits-shared')
    // A page of somebody else's; on this machine too, for a browser lets no page from outside ask one that is here.
    const blog = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(`<iframe id="a" src="${framed}"></iframe><iframe id="b" src="${alone}"></iframe><img src="${badge}">`))
    await once(blog.listen(0, '127.0.0.1'), 'listening')
    await page.goto(`http://127.0.0.1:${(blog.address() as AddressInfo).port}/`)
    await page.frameLocator('#a').getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await page.frameLocator('#b').getByRole('heading', { level: 1 }).count()).toBe(0)
    // Its picture is there: as wide as it says, not as what is missing is drawn.
    await expect.poll(async () => (await page.locator('img').boundingBox())!.height).toBe(24)
    await Promise.all([outsider.context.close(), reader.context.close()])
    blog.close()
  }
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

test('what is known by its name alone is found by typing it, also where many others had more visitors', { timeout: 180_000 }, async () => {
  const { page, t, go, look, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 360 })
  await signUp(page, desk.kicau.url, 'Tini')
  const post = postingAs(page)
  const shop = await post<{ id: string; slug: string }>('/api/shops', { name: 'Sambal Banyak', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', whatsapp: '0812-3456-7890' })
  const [{ key }] = (await (await page.request.get(`/api/shops/${shop.id}/visits/sites`)).json()) as [{ key: string }]
  const agent = (nth: number) => `Mozilla/5.0 (Linux; Android 13; SM-A${nth}F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36`
  /** Somebody taps the link and looks at the shop's page. */
  const tap = async (code: string, nth: number) => {
    const headers = { 'user-agent': agent(nth), 'content-type': 'application/json' }
    await fetch(`${desk.kicau.url}/l/${code}`, { headers, redirect: 'manual' })
    const seen = await fetch(`${desk.kicau.url}/t/hit`, { method: 'POST', headers, body: JSON.stringify({ site: key, kind: 'view', url: `${desk.kicau.url}/s/${shop.slug}?k=${code}` }) })
    expect([seen.status, seen.headers.get('x-kicau-not-counted')]).toEqual([204, null])
  }
  // One more than stand in the choice, of which the last one made stands last.
  const LAST = 41
  for (let nth = 1; nth <= LAST; nth++) {
    const { code } = await post<{ code: string }>(`/api/shops/${shop.id}/links`, { kind: 'shop-page', channel: 'instagram', name: `Botol ke-${nth}` })
    await tap(code, nth)
  }
  const counted = async () => ((await (await page.request.get(`/api/shops/${shop.id}/visits/by/link`)).json()) as { found: number }).found
  await expect.poll(counted, { timeout: 20_000 }).toBe(LAST)

  await go('/visits', t('analytics:title'))
  const layer = page.getByRole('dialog')
  await page.getByRole('button', { name: t('analytics:filters.add'), exact: true }).click()
  await layer.getByLabel(t('analytics:filters.what'), { exact: true }).selectOption('link')
  await layer.getByText(t('analytics:filters.most', { shown: '40', of: '41' })).waitFor()
  const choice = (nth: number) => layer.getByRole('checkbox', { name: `Botol ke-${nth}`, exact: true })
  await choice(2).check()
  expect(await choice(LAST).count()).toBe(0)
  const field = layer.getByRole('searchbox', { name: t('analytics:lists.search') })
  await field.fill('KE-41')
  await choice(LAST).check()
  // What is picked stays, and what is sought no more goes.
  expect(await choice(2).isChecked()).toBe(true)
  expect(await choice(3).count()).toBe(0)
  await look('visits-filter-sought')
  await field.fill('kecap')
  await layer.getByText(t('analytics:filters.noneNamed')).waitFor()
  expect(await choice(LAST).isChecked()).toBe(true)
  await layer.getByRole('button', { name: t('analytics:filters.apply') }).click()
  const chip = t('analytics:filters.chip', { dimension: t('analytics:dimensions.link'), operator: t('analytics:filters.is'), values: `Botol ke-2 ${t('analytics:filters.or')} Botol ke-41` })
  const off = (filter: string) => page.getByRole('button', { name: t('analytics:filters.remove', { filter }) })
  await off(chip).waitFor()

  // A filter is changed by its words, is as it was by the browser's way back, and no key is lost with what goes.
  await page.getByRole('button', { name: chip, exact: true }).press('Enter')
  await layer.getByRole('heading', { name: t('analytics:filters.change') }).waitFor()
  await choice(2).uncheck()
  await look('visits-filter-changed')
  await layer.getByRole('button', { name: t('analytics:filters.apply') }).press('Enter')
  const changed = t('analytics:filters.chip', { dimension: t('analytics:dimensions.link'), operator: t('analytics:filters.is'), values: 'Botol ke-41' })
  const focused = () => page.evaluate(() => document.activeElement?.textContent.trim())
  await off(changed).waitFor()
  await expect.poll(focused).toBe(changed)
  await page.goBack()
  await off(chip).waitFor()
  await page.goForward()
  await off(changed).press('Enter')
  await expect.poll(focused).toBe(t('analytics:filters.add'))
  await page.waitForURL('**/visits')

  // The whole list, too.
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: t('analytics:lists.sources') }) })
  // It asks for its rows only when the reader comes near.
  await card.scrollIntoViewIfNeeded()
  await card.getByRole('combobox').selectOption('link')
  await card.getByRole('button', { name: t('analytics:lists.details') }).click()
  await layer.getByText(t('analytics:lists.found', { count: LAST })).waitFor()
  await layer.getByRole('searchbox').fill('botol ke-41')
  await layer.getByText(t('analytics:lists.found', { count: 1 }), { exact: true }).waitFor()
  expect(await layer.getByRole('rowheader').or(layer.getByRole('cell')).first().innerText()).toBe('Botol ke-41')
  await look('visits-list-sought')

  // And the links themselves; what is said of all of them does not follow what is sought.
  const { code } = await post<{ code: string }>(`/api/shops/${shop.id}/links`, { kind: 'whatsapp', channel: 'whatsapp', name: 'Status' })
  await fetch(`${desk.kicau.url}/l/${code}`, { headers: { 'user-agent': agent(0) }, redirect: 'manual' })
  await go('/links', t('links:title'))
  const few = page.getByText(t('links:figures.openedFew', { count: 19 }))
  await few.waitFor()
  const sought = page.getByRole('searchbox', { name: t('links:search.label') })
  await sought.fill('KE-41')
  const rows = page.getByRole('tabpanel').getByRole('listitem')
  await page.getByText(t('links:search.found', { count: 1, shown: '1' }), { exact: true }).waitFor()
  expect([await rows.count(), await rows.first().innerText()]).toEqual([1, expect.stringContaining('Botol ke-41')])
  expect(await few.isVisible()).toBe(true)
  await look('links-sought')

  // Whoever is led elsewhere may be in any country, not only in those that stand there at once.
  await rows.first().getByRole('button').click()
  await layer.getByRole('button', { name: t('links:conditions.do') }).click()
  await layer.getByRole('button', { name: t('links:conditions.ruleAdd') }).click()
  await layer.getByLabel(t('links:conditions.otherCountry')).selectOption('JP')
  await layer.getByLabel(t('links:conditions.otherLanguage')).selectOption('ja')
  await layer.getByRole('checkbox', { name: 'Jepang', exact: true }).first().waitFor()
  await look('links-rule')
  await layer.getByLabel(t('links:conditions.target'), { exact: true }).fill('toko.example.com/jp')
  await layer.getByRole('button', { name: t('links:conditions.save') }).click()
  await page.getByText(t('links:conditions.saved')).waitFor()
  // What is printed leads elsewhere; the name that it has now is what it is sought by, until that is undone.
  await layer.getByRole('button', { name: t('links:change.do') }).click()
  await look('links-change')
  await layer.getByLabel(t('links:make.name')).fill('Tutup merah')
  await layer.getByRole('button', { name: t('links:change.save') }).click()
  await page.getByRole('heading', { name: 'Tutup merah' }).waitFor()
  await page.getByRole('button', { name: t('ui:undo') }).click()
  await page.getByRole('heading', { name: 'Botol ke-41' }).waitFor()
  const { items } = (await (await page.request.get(`/api/shops/${shop.id}/links?search=KE-41`)).json()) as { items: { conditions: { rules: object[] } }[] }
  expect(items[0]!.conditions.rules).toMatchObject([{ countries: ['JP'], languages: ['ja'], target: 'https://toko.example.com/jp' }])
  await page.keyboard.press('Escape')

  await page.getByRole('tab', { name: t('links:tabs.closed') }).click()
  expect(await sought.inputValue()).toBe('KE-41')
  await page.getByText(t('links:search.found', { count: 0, shown: '0' }), { exact: true }).waitFor()
  await sought.fill('')
  await page.getByText(t('links:emptyClosed.title')).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
