import type { Browser } from 'playwright-core'
import { AtpAgent } from '../../node_modules/@atproto/api/dist/index.js'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKicau, type RunningKicau } from '../harness/index.ts'
import { newVisitor, openBrowser, signUp } from '../journeys/browser.ts'
import { freePort, startBluesky, type Bluesky } from './servers/start.ts'

// An owner with a phone or a desk, the screens as they are built, and Bluesky's own server behind them.

let bluesky: Bluesky
let kicau: RunningKicau
let browser: Browser
let pds: string

beforeAll(async () => {
  const port = await freePort()
  ;[bluesky, kicau, browser] = await Promise.all([startBluesky(port, port), startKicau(), openBrowser()])
  pds = bluesky.direct
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await kicau?.remove()
  await bluesky?.stop()
})

const shops = [
  { language: 'id', width: 360, handle: 'tini' },
  { language: 'ms', width: 1280, handle: 'ros' },
  { language: 'en', width: 360, handle: 'siti' },
] as const

test.each(shops)('accounts, a post with a picture, a hand-over: $language at $width px', async ({ language, width, handle }) => {
  const owner = new AtpAgent({ service: pds })
  await owner.createAccount({ handle: `${handle}.test`, email: `${handle}@example.com`, password: 'its own password' })
  const { password } = (await owner.com.atproto.server.createAppPassword({ name: 'Kicau' })).data

  const { page, t, go, look, complaints } = await newVisitor(browser, kicau.url, { language, width, dark: language === 'en' })
  const origin = { origin: kicau.url }
  await signUp(page, kicau.url, 'Bu Tini', `${handle}@toko.test`)
  const begun = await page.request.post('/api/shops', {
    data: language === 'ms' ? { name: 'Kuih Kak Ros', country: 'MY', currency: 'MYR', zone: 'Asia/Kuala_Lumpur' } : { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', whatsapp: '0812-3456-7890' },
    headers: origin,
  })
  expect(begun.status(), await begun.text()).toBe(201)

  // Accounts: by hand with one tap, direct with an app password; a wrong one is told.
  await go('/accounts', t('networks:title'))
  await look('accounts-empty')
  await page.getByRole('button', { name: t('networks:add.do', { network: 'WhatsApp Status' }) }).click()
  await page.getByText(t('networks:states.hand-over'), { exact: true }).waitFor()
  await page.getByRole('button', { name: t('networks:direct.do', { network: 'Bluesky' }) }).click()
  await page.getByLabel(t('networks:connect.handle')).fill(`${handle}.test`)
  await page.getByLabel(t('networks:connect.password')).fill('not-this')
  await page.getByLabel(t('networks:connect.other')).check()
  await page.getByLabel(t('networks:connect.server')).fill(pds)
  const wrong = page.getByText(t('networks:errors.password-wrong.title'))
  // The server's first answer takes its time where others keep the machine busy, and Kicau waits for none for ever: asked again, as a person would.
  for (let tries = 1; tries <= 3 && !(await wrong.isVisible()); tries++) {
    await page.getByRole('button', { name: t('networks:connect.do'), exact: true }).click()
    await wrong.waitFor({ timeout: 20_000 }).catch(() => {})
  }
  await wrong.waitFor()
  await look('accounts-connect-wrong')
  await page.getByLabel(t('networks:connect.password')).fill(password)
  await page.getByRole('button', { name: t('networks:connect.do'), exact: true }).click()
  await page.getByText(t('networks:states.connected'), { exact: true }).waitFor()
  await look('accounts')

  // The composer: text, both accounts, a picture with its description; too long is said before it is sent.
  await go('/compose', t('publishing:compose.title'))
  await look('compose-empty')
  const text = page.getByRole('textbox', { name: t('publishing:compose.text'), exact: true })
  await text.fill('👩‍🍳'.repeat(301))
  await page.getByRole('checkbox', { name: /Bluesky/ }).check()
  await page.getByRole('checkbox', { name: /WhatsApp/ }).check()
  await page.getByText(t('publishing:compose.warn.over', { over: 1, network: 'Bluesky' })).waitFor()
  expect(await page.getByRole('button', { name: t('publishing:compose.do.send') }).isDisabled()).toBe(true)
  await text.fill(`Halo dari ${handle} 👋 #sambal`)
  const photo = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#a13a28' } }).jpeg().toBuffer()
  await page.locator('input[type=file]').setInputFiles({ name: 'botol.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.getByLabel(t('publishing:compose.pictures.alt', { number: 1 })).fill('Botol sambal merah')
  await page.getByRole('radio', { name: t('publishing:compose.link.shop-page') }).check()
  await look('compose')
  await page.getByRole('button', { name: t('publishing:compose.do.send') }).click()
  await page.waitForURL('**/calendar')

  // The worker brings one of them out, and hands the other over.
  await page.getByRole('heading', { name: t('publishing:calendar.waiting.title') }).waitFor({ timeout: 40_000 })
  await expect.poll(async () => (await owner.com.atproto.repo.listRecords({ repo: owner.assertDid, collection: 'app.bsky.feed.post' })).data.records.length, { timeout: 40_000 }).toBe(1)
  const { value } = (await owner.com.atproto.repo.listRecords({ repo: owner.assertDid, collection: 'app.bsky.feed.post' })).data.records[0]!
  expect(value).toMatchObject({ text: expect.stringMatching(/Halo dari .* #sambal\n\nhttp:\/\/localhost:\d+\/l\/\w+$/), langs: [language], embed: { images: [{ alt: 'Botol sambal merah' }] } })
  await page.getByText(t('publishing:states.published'), { exact: false }).first().waitFor()
  await look('calendar-waiting')

  await page.getByRole('button', { name: t('publishing:handOver.done') }).click()
  await page.getByRole('heading', { name: t('publishing:calendar.waiting.title') }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: new RegExp(`Halo dari ${handle}`) }).first().click()
  await page.getByRole('link', { name: t('publishing:post.where', { network: 'Bluesky' }) }).waitFor()
  await look('calendar-post')
  await page.keyboard.press('Escape')

  // A post for tomorrow, moved, and removed with an undo.
  await go('/compose', t('publishing:compose.title'))
  await text.fill('Besok jam delapan')
  await page.getByRole('checkbox', { name: /WhatsApp/ }).check()
  await page.getByRole('radio', { name: t('publishing:compose.when.at') }).check()
  await look('compose-at')
  await page.getByRole('button', { name: t('publishing:compose.do.schedule') }).click()
  await page.waitForURL('**/calendar')
  await page.getByRole('tab', { name: t('publishing:calendar.tabs.list') }).click()
  await page.getByRole('button', { name: /Besok jam delapan/ }).first().click()
  await page.getByRole('button', { name: t('publishing:post.move') }).click()
  await look('calendar-move')
  await page.getByRole('dialog').getByRole('button', { name: t('publishing:post.move') }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await look('calendar-list')
  await page.getByRole('button', { name: /Besok jam delapan/ }).first().click()
  await page.getByRole('button', { name: t('publishing:post.delete') }).click()
  await page.getByRole('listitem').filter({ hasText: t('publishing:post.deleted') }).getByRole('button', { name: t('ui:undo') }).click()
  await page.getByRole('button', { name: /Besok jam delapan/ }).first().waitFor()
  await page.getByRole('tab', { name: t('publishing:calendar.tabs.drafts') }).click()
  await look('calendar-drafts')
  expect(complaints).toEqual([])
})
