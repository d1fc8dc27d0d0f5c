import { expect, test } from 'vitest'
import { newVisitor } from './browser.ts'
import { openDesk } from './desk.ts'

// Every room of the desk with the demo's fifteen months in it: it opens, is read to its end, and axe finds nothing.

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
  'visits',
  'visits/past',
]

const desk = openDesk()

test.each([
  ['id', 360, false],
  ['ms', 1280, true],
  ['en', 360, true],
] as const)('every room in %s at %i px', { timeout: 300_000 }, async (language, width, dark) => {
  const { page, t, go, look, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
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

  await go('/payback', t('payback:title'))
  for (const panel of ['payback:lines.title', 'payback:counting.title']) {
    await page.getByText(t(panel), { exact: true }).click()
    await read()
  }
  await look('room-payback-panels')
  expect(complaints).toEqual([])
  await context.close()
})
