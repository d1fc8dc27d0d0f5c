import { expect, test } from 'vitest'
import type { PaybackMonth } from '#contract/payback.ts'
import { addMonths, monthIn } from '#platform/clock'
import { newVisitor } from './browser.ts'
import { openDesk } from './desk.ts'

// Kuih Kak Ros: Malay, ringgit, and what is said while there is not enough to tell.

const desk = openDesk()

const names = ['Sambal Bu Tini', 'Kuih Kak Ros']

test.each([
  ['ms', 360, ['Kuih Kak Ros', 'Sambal Bu Tini']],
  ['id', 1280, names],
  ['en', 360, names],
] as const)('the choice in %s at %i px: the neighbour first, and Kak Ros to the sen', async (language, width, order) => {
  const { page, t, go, look, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark: language === 'en' })
  await go('/demo', t('workspace:demo.choose'))
  expect(await page.locator('main button.title').allTextContents()).toEqual(order)
  await look('demo-choice')
  await page.getByRole('button', { name: 'Kuih Kak Ros' }).click()
  await page.waitForURL('**/payback*', { timeout: 60_000 })
  await page.getByRole('heading', { level: 1, name: t('payback:title') }).waitFor()

  const [shop] = ((await (await page.request.get('/api/me')).json()) as { shops: { id: string; currency: string; zone: string; name: string }[] }).shops
  expect(shop).toMatchObject({ name: 'Kuih Kak Ros', currency: 'MYR', zone: 'Asia/Kuala_Lumpur' })
  // Her six weeks lie in two calendar months, or in three: they sum to the guide's figure.
  const months = [2, 1, 0].map((back) => addMonths(monthIn(shop!.zone, new Date()), -back))
  const reports: PaybackMonth[] = []
  for (const month of months) {
    const answer = await page.request.get(`/api/shops/${shop!.id}/payback/month/${month}`)
    if (answer.ok()) reports.push((await answer.json()) as PaybackMonth)
  }
  const brought = reports.flatMap((report) => report.channels)
  expect(brought.reduce((sum, channel) => sum + channel.profit.net!, 0)).toBe(1_379)
  expect(brought.reduce((sum, channel) => sum + channel.orders.count, 0)).toBe(13)

  // The honest answer: about so many more orders before it can be said.
  expect(brought.some(({ profit, soWhat }) => profit.verdict === 'unsure' && soWhat.code === 'wait-orders' && soWhat.values.orders! > 0)).toBe(true)

  await page.getByText(/RM\s?\d/).first().waitFor()
  await look('ros-payback')
  await go('/today', t('coach:today.title'))
  await look('ros-today')
  // On the first days of a month her newest orders are the last month's.
  await go(`/orders?month=${monthIn(shop!.zone, new Date(Date.now() - 3 * 86_400_000))}`, t('shop:title'))
  await page.getByText(/RM\s?18[.,]50/).first().waitFor()
  await page.getByText(t('shop:places.shopee')).first().waitFor()
  await look('ros-orders')

  await page.getByRole('button', { name: t('ui:demo.remove') }).first().click()
  await page.waitForURL('**/login')
  expect(((await (await page.request.get('/api/me')).json()) as { shops: unknown[] }).shops).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('both stand side by side; each goes by itself', async () => {
  const { page, t, context } = await newVisitor(desk.browser, desk.kicau.url, { language: 'ms', width: 360 })
  const shops = async () => ((await (await page.request.get('/api/me')).json()) as { shops: { name: string }[] }).shops.map(({ name }) => name).sort()
  for (const demo of ['kuih-kak-ros', 'sambal-bu-tini']) {
    await page.goto(`/demo?shop=${demo}`)
    await page.waitForURL('**/payback*', { timeout: 60_000 })
  }
  expect(await shops()).toEqual(['Kuih Kak Ros', 'Sambal Bu Tini'])
  await page.getByText(/Rp\s?1[.,]460[.,]000/).first().waitFor()
  await page.getByRole('button', { name: t('ui:demo.remove') }).first().click()
  await page.waitForURL('**/today')
  expect(await shops()).toEqual(['Kuih Kak Ros'])
  await page.getByRole('button', { name: t('ui:demo.remove') }).first().click()
  await page.waitForURL('**/login')
  expect(await shops()).toEqual([])
  await context.close()
})
