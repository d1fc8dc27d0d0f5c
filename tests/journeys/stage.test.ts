import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKicau, type RunningKicau } from '../harness/index.ts'
import { newVisitor, openBrowser } from './browser.ts'

// At which stage: the demo's evidence and months, the self-test kept beside it, a word of disagreement, the story in public.

let kicau: RunningKicau
let browser: Browser

beforeAll(async () => {
  ;[kicau, browser] = await Promise.all([startKicau(), openBrowser()])
}, 180_000)
afterAll(async () => {
  await browser.close()
  await kicau.remove()
})

test.each([
  ['id', 360, false],
  ['ms', 360, true],
  ['en', 1280, false],
] as const)('the stage in %s at %i px', async (language, width, dark) => {
  const { page, t, go, look, complaints, context } = await newVisitor(browser, kicau.url, { language, width, dark })
  await page.goto('/demo?shop=sambal-bu-tini')
  await page.waitForURL('**/payback*', { timeout: 90_000 })
  await go('/stage', t('stage:title'))
  await page.getByRole('heading', { name: t('self-test:stages.6.name') }).first().waitFor()
  await page.getByText(t('stage:next.share')).waitFor()
  const { months } = (await (await page.request.get(`/api/shops/${((await (await page.request.get('/api/me')).json()) as { shops: { id: string }[] }).shops[0]!.id}/stage`)).json()) as {
    months: { stage: number }[]
  }
  expect(months.map(({ stage }) => stage)).toEqual([1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6])
  await page.locator('ol button').nth(4).click()
  await page.getByRole('status').getByText(t('stage:history.foundUs')).waitFor()
  await look('stage')

  await page.getByRole('button', { name: t('stage:disagree.open') }).click()
  await page.getByRole('dialog').waitFor()
  await page.getByRole('textbox', { name: t('stage:disagree.why') }).fill('…')
  await look('stage-disagree')
  await page.getByRole('button', { name: t('stage:disagree.send') }).click()
  await page.getByRole('button', { name: t('ui:undo') }).first().click()

  await go('/stage/story', t('stage:story.title'))
  await page.getByLabel(t('stage:story.headline')).waitFor()
  await look('stage-story')

  // The self-test keeps nothing; its result is brought along and kept by a tap.
  await page.goto(`/tahap?lang=${language}&${Array.from({ length: 12 }, (_, index) => `q${index + 1}=4`).join('&')}`)
  await page.getByRole('link', { name: t('self-test:page.keep') }).click()
  await page.getByRole('button', { name: t('stage:selfTest.keep') }).click()
  await page.locator('b', { hasText: t('stage:selfTest.result', { stage: 4, name: t('self-test:stages.4.name') }) }).waitFor()
  await page.getByText(t('stage:selfTest.below')).waitFor()
  await page.getByRole('button', { name: t('stage:selfTest.forget') }).click()
  await page.locator('b', { hasText: t('stage:selfTest.result', { stage: 5, name: t('self-test:stages.5.name') }) }).waitFor()

  const stranger = await newVisitor(browser, kicau.url, { language, width, dark })
  await stranger.page.goto('/s/sambal-bu-tini/cerita')
  await stranger.page.getByRole('heading', { level: 1, name: 'Dari pasar Kotagede, setengah jam sehari' }).waitFor()
  await stranger.page.getByText('Rp1.315.000').waitFor()
  expect(await stranger.page.locator('script').count()).toBe(0)
  await stranger.look('story')
  expect((await stranger.page.goto('/s/tidak-ada/cerita'))!.status()).toBe(404)
  expect(stranger.complaints).toEqual([])
  await stranger.context.close()
  expect(complaints).toEqual([])
  await context.close()
})
