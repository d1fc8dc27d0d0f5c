import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKicau, type RunningKicau } from '../harness/index.ts'
import { newVisitor, openBrowser } from './browser.ts'

// One shop followed all the way round, as its owner goes: begin, connect, page, post, visit, sell, count, decide.

let kicau: RunningKicau
let browser: Browser

beforeAll(async () => {
  ;[kicau, browser] = await Promise.all([startKicau(), openBrowser()])
}, 120_000)
afterAll(async () => {
  await browser.close()
  await kicau.remove()
})

const EXPORT = join(import.meta.dirname, '../../src/modules/shop/imports/fixtures/shopee-id-orders.xlsx')

test.each([
  ['id', 360],
  ['ms', 1280],
  ['en', 360],
  ['id', 1280],
  ['ms', 360],
  ['en', 1280],
] as const)('the thread in %s at %i px', async (language, width) => {
  const { page, t, go, look, complaints, context } = await newVisitor(browser, kicau.url, { language, width, dark: language === 'en' })
  const email = `${language}${width}@example.test`

  // Begin.
  await go('/login')
  // The very first visitor is offered an account; later ones are asked who they are.
  const haveNone = page.getByRole('button', { name: t('workspace:login.haveNone') })
  await haveNone.or(page.getByLabel(t('workspace:login.name'))).first().waitFor()
  if (await haveNone.isVisible()) await haveNone.click()
  await page.getByLabel(t('workspace:login.name')).fill('Ros & <b>Tini</b>')
  await page.getByLabel(t('workspace:login.email')).fill(email)
  await page.getByLabel(t('workspace:login.password')).fill('sambal-level-5')
  await look('login')
  await page.getByRole('button', { name: t('workspace:login.make') }).click()
  await page.waitForURL('**/begin')
  await page.getByLabel(t('workspace:begin.name')).fill('Warung <script>alert(1)</script>')
  await page.getByRole('radio', { name: 'Indonesia' }).check({ force: true })
  await page.getByLabel(t('workspace:begin.whatsapp')).fill('0812-3456-7890')
  await look('begin-shop')
  await page.getByRole('button', { name: t('ui:next') }).click()
  await page.getByRole('radio', { name: t('workspace:aims.customers.name') }).check({ force: true })
  await look('begin-aim')
  await page.getByRole('button', { name: t('ui:next') }).click()
  await page.getByLabel(t('workspace:worth.yearly'), { exact: true }).fill('60jt')
  await page.getByText(/Rp25[.,]000/).first().waitFor()
  await look('begin-worth')
  await page.getByRole('button', { name: t('workspace:begin.do') }).click()
  await page.getByRole('button', { name: t('workspace:begin.first.today') }).waitFor()
  await look('begin-first')

  const me = (await (await page.request.get('/api/me')).json()) as { shops: { id: string; slug: string }[] }
  const { id: shop, slug } = me.shops[0]!

  // Links and the shop page, served without a web site.
  await go('/links', t('links:title'))
  await look('links')
  const publicPage = await context.newPage()
  await publicPage.goto(`/s/${slug}`)
  expect(await publicPage.title()).toContain('Warung')
  expect(await publicPage.locator('script:not([src])').count()).toBe(0)

  // A link that opens WhatsApp, made, followed, and seen.
  const made = (await (
    await page.request.post(`/api/shops/${shop}/links`, { data: { kind: 'whatsapp', channel: 'instagram', name: 'Bio' } })
  ).json()) as { url?: string; chatCode?: string; code?: string }
  expect(made.url, JSON.stringify(made)).toContain('/l/')
  const followed = await page.request.get(made.url!, { maxRedirects: 0 })
  expect(followed.status()).toBe(302)
  expect(decodeURIComponent(followed.headers().location ?? '')).toContain(`(${made.chatCode})`)
  await publicPage.close()

  // Sell: ten seconds, taken back, noted again with the code of the chat.
  await go('/orders/new', t('shop:new.title'))
  await look('order-new')
  await page.getByLabel(t('shop:new.amount')).fill(language === 'id' ? '1.250' : '1250')
  await page.getByLabel(t('shop:new.codeOrPhone')).fill(made.chatCode!)
  await page.getByRole('button', { name: t('shop:new.save'), exact: true }).click()
  await page.getByRole('button', { name: t('ui:undo') }).first().click()
  await page.getByText(t('ui:undone')).first().waitFor().catch(() => {})
  await page.getByLabel(t('shop:new.amount')).fill('85rb')
  await page.getByLabel(t('shop:new.codeOrPhone')).fill(made.chatCode!)
  await page.getByRole('button', { name: t('shop:new.save'), exact: true }).click()
  await expect.poll(async () => ((await (await page.request.get(`/api/shops/${shop}/orders`)).json()) as { items: unknown[] }).items.length).toBe(1)
  const [order] = ((await (await page.request.get(`/api/shops/${shop}/orders`)).json()) as { items: { amount: number; tracked: { channel: string } }[] }).items
  expect(order).toMatchObject({ amount: 85_000, tracked: { channel: 'instagram' } })
  await go('/orders', t('shop:title'))
  await look('orders')

  // A marketplace's export, twice.
  await go('/orders/imports')
  for (const again of [false, true]) {
    await page.locator('input[type=file]').setInputFiles(EXPORT)
    await expect
      .poll(
        async () => {
          const imports = (await (await page.request.get(`/api/shops/${shop}/orders/imports`)).json()) as { items?: { state: string; added: number; unchanged: number }[] } | { state: string; added: number; unchanged: number }[]
          const list = Array.isArray(imports) ? imports : (imports.items ?? [])
          return list.length === (again ? 2 : 1) && list[0]!.state === 'done' ? [list[0]!.added, list[0]!.unchanged] : null
        },
        { timeout: 30_000 },
      )
      .toEqual(again ? [0, 120] : [120, 0])
  }
  await look('imports')

  // Hours: the timer, then the evening's tap.
  await go('/hours', t('effort:title'))
  await page.getByRole('button', { name: t('effort:evening.option', { channel: t('channels:instagram'), minutes: 30 }) }).first().click().catch(() => {})
  await look('hours')

  // Payback, and the end of the day.
  await go('/payback')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await look('payback')
  await go('/today', t('coach:today.title'))
  await look('today')
  await page.getByRole('button', { name: t('coach:today.end') }).click()
  await page.getByText(t('coach:today.ended.title')).waitFor()

  for (const place of ['/accounts', '/compose', '/calendar', '/settings', '/more']) {
    await go(place)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await look(place.slice(1))
  }

  // The self-test, without an account and without a script.
  const stranger = await newVisitor(browser, kicau.url, { language, width })
  await stranger.go(`/tahap?lang=${language}`)
  await stranger.look('tahap')
  await stranger.context.close()
  expect(complaints).toEqual([])
  await context.close()
})
