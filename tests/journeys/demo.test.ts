import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addMonths, monthIn } from '#platform/clock'
import type { Texts } from '#platform/i18n'
import { newVisitor } from './browser.ts'
import { openDesk } from './desk.ts'

// The five minutes that convince: the demo, its figures to the rupiah, a tap that moves them live, and its end.

const desk = openDesk()

/** By the shop's clock: the last evening of a month here is the first morning of the next one there. */
const monthsAgo = (count: number): string => addMonths(monthIn('Asia/Jakarta', new Date()), -count)

/** Of two seconds in which nobody does anything, the part that the page works: a phone must not grow warm by lying there. */
async function busyAtRest(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  // By the thread's own clock: what others on the machine take is not the page's work.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => (await devtools.send('Performance.getMetrics')).metrics.find((one) => one.name === 'TaskDuration')!.value
  const before = await worked()
  await page.waitForTimeout(2_000)
  const busy = ((await worked()) - before) / 2
  await devtools.detach()
  return busy
}

/** Of a page, and of the same page without its scripts: the first of each of these says the same where it stands. */
async function standsAsWritten(page: Page, early: Page, parts: readonly string[]) {
  await page.evaluate(() => scrollTo(0, 0))
  for (const part of parts) {
    const [drawn, ahead] = await Promise.all([page, early].map(async (one) => {
      const found = one.locator(`${part} >> visible=true`).first()
      return { said: await found.innerText(), ...(await found.boundingBox())! }
    }))
    expect(ahead!.said, part).toBe(drawn!.said)
    // Half a point lower, and a browser takes the drawn one for another, later answer.
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(ahead![side] - drawn![side]), `${part}: ${side}`).toBeLessThan(0.5)
  }
}

const hasFocus = (page: Page, text: string) => page.waitForFunction((said) => document.activeElement?.textContent === said, text)

/** Every card of Today answered from the keyboard, which is never lost with one: not in the middle, at the end, nor when none is left. */
async function answerByKey(page: Page, t: Texts) {
  const cards = page.locator('main li[data-item]')
  const keys = () => cards.evaluateAll((all) => all.map((card) => card.getAttribute('data-item')!))
  const cardOf = (key: string) => page.locator(`main li[data-item="${key}"]`)
  const isAt = (key: string) => page.waitForFunction((at) => document.activeElement?.getAttribute('data-item') === at, key)
  /** Pressed, one after the other; then the card is gone, and the answer has been told to the server. */
  const answer = async (key: string, ...names: string[]) => {
    const told = page.waitForResponse('**/today/answers')
    for (const name of names) await cardOf(key).getByRole('button', { name, exact: true }).press('Enter')
    await cardOf(key).waitFor({ state: 'detached' })
    await told
  }

  const [first, second] = await keys()
  expect(second).toBeDefined()
  await answer(first!, t('coach:today.later'))
  await isAt(second!)
  const [beforeLast, last] = (await keys()).slice(-2)
  await answer(last!, t('coach:today.skip'), t('coach:today.skipWhy.none'))
  await isAt(beforeLast!)
  const none = page.locator('main .empty h2')
  // Others come into their places; and when none is left, one that comes after all has the keyboard again.
  for (let answered = 0; answered < 20 && !(await none.isVisible()); answered++) {
    const [key] = await keys()
    await answer(key!, t('coach:today.done'))
    await page.waitForFunction(() => document.activeElement?.matches('main li[data-item], main .empty h2'))
    await page.waitForLoadState('networkidle')
  }
  await hasFocus(page, (await none.textContent())!)
  // Taken back, it is there again, and so is the keyboard.
  await page.getByRole('button', { name: t('ui:undo') }).first().press('Enter')
  await cards.first().waitFor()
  const [back] = await keys()
  await isAt(back!)
}

test.each([
  ['id', 360],
  ['ms', 360],
  ['en', 1280],
] as const)('the demo in %s at %i px: month 8 reads Rp237.500', async (language, width) => {
  const { page, t, go, look, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark: language === 'ms' })
  await page.goto('/demo?shop=sambal-bu-tini')
  await page.waitForURL('**/payback*', { timeout: 60_000 })
  await page.getByRole('heading', { level: 1, name: t('payback:title') }).waitFor()
  // The last whole month first: month 15.
  await page.getByText(/Rp\s?1[.,]460[.,]000/).first().waitFor()
  await look('demo-payback')
  // The page itself brings the answer's words, to where they stand later: before any script has run, and without a jump.
  const scriptless = await desk.browser.newContext({ baseURL: desk.kicau.url, javaScriptEnabled: false, locale: language, viewport: page.viewportSize(), hasTouch: width < 800, reducedMotion: 'reduce', storageState: await context.storageState() })
  const early = await scriptless.newPage()
  await early.goto('/payback')
  await standsAsWritten(page, early, ['h1', '#payback-answer', 'section.answer > .net', 'section.answer > .so'])
  expect(await busyAtRest(page)).toBeLessThan(0.5)

  const shop = ((await (await page.request.get('/api/me')).json()) as { shops: { id: string }[] }).shops[0]!.id
  const month = (await (await page.request.get(`/api/shops/${shop}/payback/month/${monthsAgo(8)}`)).json()) as { total: { profit: { net: number } } }
  expect(JSON.stringify(month)).toContain('"net":237500')
  for (let back = 2; back <= 8; back++) {
    await page.getByRole('button', { name: t('ui:month.before') }).click()
    await page.waitForURL(`**/payback?month=${monthsAgo(back)}`)
  }
  await page.getByText(/Rp\s?237[.,]500/).first().waitFor()

  // A figure opens to its rows.
  await page.getByRole('button', { name: new RegExp(`^${t('payback:parts.hours')}`) }).first().click()
  await page.getByRole('dialog').waitFor()
  await look('demo-rows')
  await page.keyboard.press('Escape')

  await go('/today', t('coach:today.title'))
  await early.goto('/today')
  await standsAsWritten(page, early, ['h1', 'main .lead', 'main progress', 'main li h2', 'main li .said > p', 'main .acts > .primary', 'main .big', 'main a[href="/stage"]'])
  await look('demo-today')
  await answerByKey(page, t)
  await page.getByRole('button', { name: t('coach:today.end') }).press('Enter')
  await page.locator('.ended').waitFor()
  // Nor is the keyboard lost with the button.
  await hasFocus(page, t('coach:today.title'))
  await early.goto('/today')
  await standsAsWritten(page, early, ['h1', 'main .ended h2', 'main .ended button'])
  await look('demo-today-ended')
  await page.getByRole('button', { name: t('coach:today.ended.reopen') }).press('Enter')
  await page.locator('.ended').waitFor({ state: 'detached' })
  await hasFocus(page, t('coach:today.title'))
  await scriptless.close()
  expect(complaints).toEqual([])
  await context.close()
})

test('an order noted on the phone moves the figure on the laptop, live', async () => {
  const laptop = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 1280 })
  await laptop.page.goto('/demo?shop=sambal-bu-tini')
  await laptop.page.waitForURL('**/payback*', { timeout: 60_000 })
  await laptop.page.getByText(/Rp1\.460\.000/).first().waitFor()
  await laptop.page.getByRole('button', { name: laptop.t('ui:month.after') }).click()
  const before = await laptop.page.locator('main').innerText()

  const phone = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 360 })
  await phone.page.goto('/demo?shop=sambal-bu-tini')
  await phone.page.waitForURL('**/payback*', { timeout: 60_000 })
  await phone.go('/orders/new', phone.t('shop:new.title'))
  await phone.page.getByLabel(phone.t('shop:new.amount')).fill('1.250.000')
  await phone.page.getByRole('radio', { name: phone.t('channels:word-of-mouth') }).check()
  const noted = Date.now()
  await phone.page.getByRole('button', { name: phone.t('shop:new.save'), exact: true }).click()
  await phone.page.getByText(/Rp1\.250\.000/).first().waitFor()

  await laptop.page.waitForFunction((text) => document.querySelector('main')?.innerText !== text, before, { timeout: 10_000 })
  expect(Date.now() - noted).toBeLessThan(8_000)
  await Promise.all([laptop.context.close(), phone.context.close()])
})

/** In a browser without its window every tab says that it is looked at. */
const turnAway = (page: Page, away: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, away)

// A browser holds six connections to a server over plain http, for all of its tabs together.
test('more tabs of the desk than a browser holds connections: the last one opens, and the first one hears again once it is looked at', async () => {
  const { page: first, context, t } = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 1280 })
  await first.request.post('/api/demo', { data: { shop: 'sambal-bu-tini' }, headers: { origin: desk.kicau.url } })
  const shop = ((await (await first.request.get('/api/me')).json()) as { shops: { id: string }[] }).shops[0]!.id
  for (let tab = 1; tab <= 8; tab++) {
    const page = tab === 1 ? first : await context.newPage()
    const listens = page.waitForResponse('**/live')
    await page.goto('/orders')
    await page.getByRole('heading', { level: 1, name: t('shop:title') }).waitFor()
    await listens
    await turnAway(page, true)
  }
  const noted = await first.request.post(`/api/shops/${shop}/orders`, { data: { amount: 1_234_000 }, headers: { origin: desk.kicau.url } })
  expect(noted.status()).toBe(201)
  await first.waitForTimeout(6_000)
  expect(await first.getByText('Rp1.234.000').count()).toBe(0)
  await turnAway(first, false)
  await first.getByText('Rp1.234.000').first().waitFor()
  await context.close()
})

test('one tap removes the demo, and the own shop can begin', async () => {
  const { page, t, context } = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 360 })
  await page.goto('/demo?shop=sambal-bu-tini')
  await page.waitForURL('**/payback*', { timeout: 60_000 })
  await page.getByRole('button', { name: t('ui:demo.remove') }).first().click()
  await page.waitForURL('**/login')
  expect(((await (await page.request.get('/api/me')).json()) as { shops: unknown[] }).shops).toEqual([])
  await context.close()
})
