import pg from 'pg'
import { expect, test } from 'vitest'
import type { HoursOfWeek, TimerState } from '#contract/effort.ts'
import type { Order } from '#contract/shop.ts'
import { dayIn, hourIn } from '#platform/clock'
import { readRunFile } from '#platform/engines'
import { SHOPEE, sheetXml, shopeeRow, xlsxOf } from '../../src/modules/shop/imports/for-tests.ts'
import { newVisitor, signUp, type Visitor } from './browser.ts'
import { openDesk } from './desk.ts'

// What was on record and was not the last word: a timer that nobody stopped, and orders that went on after their export.

const desk = openDesk()

async function ownerAt(zone: string): Promise<Visitor & { shop: string; ask<T>(path: string): Promise<T> }> {
  const visitor = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 360 })
  const { page } = visitor
  await signUp(page, desk.kicau.url, 'Bu Tini')
  const begun = await page.request.post('/api/shops', { data: { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone, worth: { by: 'wage', hourly: 25_000 } } })
  expect(begun.status()).toBe(201)
  const { id: shop } = (await begun.json()) as { id: string }
  return { ...visitor, shop, ask: async (path) => (await (await page.request.get(`/api/shops/${shop}${path}`)).json()) as never }
}

test('a timer that nobody stopped stops by itself at the last sign of life and asks; what its owner says stands', async () => {
  // Not across midnight, whenever this runs.
  const { page, t, go, look, shop, ask, complaints, context } = await ownerAt(hourIn('Asia/Jakarta', new Date()) < '03:00' ? 'Europe/London' : 'Asia/Jakarta')
  await page.request.post(`/api/shops/${shop}/accounts`, { data: { network: 'instagram', way: 'hand-over', handle: 'sambalbutini' } })
  const minutes = async () => (await ask<HoursOfWeek>('/hours')).minutes

  await go('/hours', t('effort:title'))
  await page.getByRole('radio', { name: t('channels:instagram'), exact: true }).check()
  await page.getByRole('button', { name: t('effort:timer.startFor', { channel: t('channels:instagram') }) }).click()
  await page.getByRole('timer').waitFor()
  // The phone is put away. An hour and ten minutes go by, of which it was looked at for fifty: instead, the timer is put so far back.
  await page.goto('about:blank')
  const books = new pg.Client(readRunFile(desk.kicau.dataDir)!.postgres)
  await books.connect()
  await books.query(`update effort_timers set started_at = started_at - interval '70 minutes', alive_at = alive_at - interval '20 minutes'`)
  await books.end()

  await go('/today', t('coach:today.title'))
  const card = page.getByRole('listitem').filter({ hasText: t('effort-agenda:items.forgotten-timer') })
  await card.getByText(t('effort-agenda:reasons.forgotten-timer-asking')).waitFor()
  await page.getByRole('link', { name: t('effort:timer.title') }).waitFor()
  expect(await ask<TimerState>('/timer')).toMatchObject({ running: null, forgotten: { channel: 'instagram', offers: [30, 50, 70], mostMinutes: 70 } })
  await card.getByRole('link', { name: t('coach:today.do') }).click()
  await page.waitForURL('**/hours')
  await page.getByRole('heading', { name: t('effort:forgotten.title', { channel: t('channels:instagram') }) }).waitFor()
  await page.getByRole('button', { name: t('effort:timer.startFor', { channel: t('effort:noChannel') }) }).waitFor()
  await page.getByRole('button', { name: t('effort:forgotten.other') }).click()
  await page.getByLabel(t('effort:forgotten.otherLabel')).fill('40')
  await look('hours-forgotten')
  await page.getByRole('button', { name: t('effort:forgotten.save') }).click()
  await page.getByText(t('effort:forgotten.done')).waitFor()
  await page.getByRole('heading', { name: t('effort:forgotten.title', { channel: t('channels:instagram') }) }).waitFor({ state: 'detached' })
  expect(await minutes()).toBe(40)
  await page.reload()
  // From memory, and counted as no better than that.
  await page.getByText(t('effort:footings.guess')).first().waitFor()
  await look('hours-answered')

  await go('/today', t('coach:today.title'))
  expect(await card.count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})

test('a later export of the same orders, dropped on the screen, brings their states up to date and adds none', async () => {
  const { page, t, go, look, ask, complaints, context } = await ownerAt('Asia/Jakarta')
  const today = dayIn('Asia/Jakarta', new Date())
  const exported = (states: Record<string, string>) =>
    xlsxOf({ orders: sheetXml([[...SHOPEE], ...Object.entries(states).map(([id, state]) => shopeeRow(id, { 'Status Pesanan': state, 'Waktu Pesanan Dibuat': `${today} 00:05`, 'Nama Produk': `Sambal ${id}` }))]) })
  const states = async () => Object.fromEntries((await ask<{ items: Order[] }>('/orders')).items.map(({ lines, state }) => [lines[0]!.name, state]))
  const latest = page.locator('section.card').filter({ hasText: '.xlsx' }).first()
  const counted = latest.locator('dl')

  await go('/orders/imports', t('shop:imports.title'))
  await page.locator('input[type=file]').setInputFiles({ name: 'pagi.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(exported({ A1: 'Perlu Dikirim', B2: 'Perlu Dikirim', C3: 'Perlu Dikirim' })) })
  await counted.filter({ hasText: t('shop:imports.added') }).waitFor()
  expect((await counted.innerText()).replace(/\s+/g, ' ')).toBe(`3 ${t('shop:imports.added')}`)
  expect(await states()).toEqual({ 'Sambal A1': 'placed', 'Sambal B2': 'placed', 'Sambal C3': 'placed' })
  await go('/orders', t('shop:title'))
  const order = (id: string) => page.getByRole('listitem').filter({ hasText: `Sambal ${id}` })
  await order('B2').getByText(t('shop:states.placed')).waitFor()

  // In the evening one has arrived, one was called off, and one is where it was.
  await go('/orders/imports', t('shop:imports.title'))
  await drop(page, 'malam.xlsx', exported({ A1: 'Selesai', B2: 'Batal', C3: 'Perlu Dikirim' }))
  await latest.filter({ hasText: 'malam.xlsx' }).waitFor()
  await counted.filter({ hasText: t('shop:imports.changed') }).waitFor()
  expect((await counted.innerText()).replace(/\s+/g, ' ')).toBe(`0 ${t('shop:imports.added')} 2 ${t('shop:imports.changed')} 1 ${t('shop:imports.unchanged')}`)
  await look('imports-later')
  expect(await states()).toEqual({ 'Sambal A1': 'done', 'Sambal B2': 'cancelled', 'Sambal C3': 'placed' })

  await go('/orders', t('shop:title'))
  await order('B2').getByText(t('shop:states.cancelled')).waitFor()
  await order('C3').getByText(t('shop:states.placed')).waitFor()
  expect(await order('A1').getByText(t('shop:states.placed')).count()).toBe(0)
  // What was called off is money no more.
  await page.getByText('Rp112.000').first().waitFor()
  await look('orders-later')
  expect(complaints).toEqual([])
  await context.close()
})

/** Lets a file fall on the screen's place for files, as from a folder beside the browser. */
async function drop(page: Visitor['page'], name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ name, letters }) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))], name))
      return transfer
    },
    { name, letters: Buffer.from(bytes).toString('base64') },
  )
  const place = page.getByRole('group').filter({ has: page.locator('input[type=file]') })
  await place.dispatchEvent('dragover', { dataTransfer })
  await place.dispatchEvent('drop', { dataTransfer })
}

test('a post that is being written outlives another screen and a reload, and goes where its owner throws it away', async () => {
  const { page, t, go, look, shop, ask, complaints, context } = await ownerAt('Asia/Jakarta')
  await page.request.post(`/api/shops/${shop}/accounts`, { data: { network: 'instagram', way: 'hand-over', handle: 'sambalbutini' } })
  const text = page.getByLabel(t('publishing:compose.text'), { exact: true })
  const written = 'Sambal bawang siap, pesan di {link}'
  await go('/compose', t('publishing:compose.title'))
  await text.fill(written)
  await page.getByRole('radio', { name: t('publishing:compose.link.url') }).check()
  await page.getByLabel(t('publishing:compose.link.address')).fill('javascript:alert(1)')
  await page.getByRole('link', { name: t('ui:places.today') }).click()
  await page.getByRole('heading', { level: 1, name: t('coach:today.title') }).waitFor()
  await page.goBack()
  await page.getByText(t('publishing:compose.left.said')).waitFor()
  await page.reload()
  await page.getByText(t('publishing:compose.left.said')).waitFor()
  await look('compose-left')
  expect(await text.inputValue()).toBe(written)
  await page.getByRole('button', { name: t('publishing:compose.left.discard') }).click()
  expect(await text.inputValue()).toBe('')
  await page.getByRole('button', { name: t('ui:undo') }).click()
  expect(await text.inputValue()).toBe(written)

  // An address that can't be one is refused in words; what was written is a draft by then, and no longer a new post.
  await page.getByRole('button', { name: t('publishing:compose.do.send') }).click()
  await page.getByText(t('links:errors.target-not-the-web.title')).waitFor()
  await go('/compose', t('publishing:compose.title'))
  expect(await text.inputValue()).toBe('')
  // As people copy it.
  const today = dayIn('Asia/Jakarta', new Date())
  const [draft] = await ask<{ id: string }[]>(`/posts?from=${today}&to=${today}&drafts=true`)
  await go(`/compose?post=${draft!.id}`, t('publishing:compose.title'))
  await page.getByLabel(t('publishing:compose.link.address')).fill('shopee.co.id/sambalbutini')
  await page.getByRole('button', { name: t('publishing:compose.do.send') }).click()
  await page.waitForURL('**/calendar')
  expect(complaints).toEqual([])
  await context.close()
})

test('an address on the shop page that is refused comes into view from wherever it was saved', async () => {
  const { page, t, go, complaints, context } = await ownerAt('Asia/Jakarta')
  await go('/links/page', t('links:editor.title'))
  await page.getByRole('button', { name: t('links:editor.buttonAdd') }).click()
  const button = page.getByRole('group', { name: t('links:editor.buttonNumber', { number: 2 }) })
  await button.getByLabel(t('links:editor.buttonLabel')).fill('Shopee')
  const address = button.getByLabel(t('links:make.target'))
  await address.fill('javascript:alert(1)')
  await page.evaluate(() => scrollTo(0, 0))
  await page.getByLabel(t('links:editor.headline')).press('Enter')
  await page.getByText(t('links:errors.target-not-the-web.title')).waitFor()
  expect(await address.evaluate((field) => field === document.activeElement)).toBe(true)
  await expect.poll(() => address.evaluate((field) => field.getBoundingClientRect().bottom < innerHeight)).toBe(true)
  expect(complaints).toEqual([])
  await context.close()
})

test('files that were chosen together all go in; one that is refused is named, and holds up no other', async () => {
  const { page, t, go, look, ask, complaints, context } = await ownerAt('Asia/Jakarta')
  await go('/orders/imports', t('shop:imports.title'))
  const of = (id: string) => Buffer.from(xlsxOf({ orders: sheetXml([[...SHOPEE], shopeeRow(id)]) }))
  const chosen = { 'kosong.csv': Buffer.from(''), 'foto.jpg': Buffer.from('x'), 'satu.xlsx': of('A1'), 'dua.xlsx': of('A2') }
  await page.locator('input[type=file]').setInputFiles(Object.entries(chosen).map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer })))
  // What can't be an export at all is said although the progress of the others stands where it was chosen.
  await page.getByText(t('ui:file.kind', { name: 'foto.jpg', kinds: '.xlsx, .xls, .csv, .tsv, .txt, .zip' })).waitFor()
  await page.getByText('kosong.csv', { exact: true }).waitFor()
  await page.getByText(t('shop:errors.import-empty.title')).waitFor()
  for (const name of ['satu.xlsx', 'dua.xlsx']) await page.locator('section.card').filter({ hasText: name }).getByText(t('shop:imports.added')).waitFor()
  expect((await ask<{ items: unknown[] }>('/orders')).items).toHaveLength(2)
  await look('imports-together')
  expect(complaints).toEqual([])
  await context.close()
})
