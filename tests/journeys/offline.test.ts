import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freePort, startKicau, type RunningKicau } from '../harness/index.ts'
import { newVisitor, openBrowser, signUp, type Visitor } from './browser.ts'
import { tornLine, type TornLine } from './torn-line.ts'

// What is noted without a network is on the server once, whatever tears: the line, the tab, the answer.

let kicau: RunningKicau
let browser: Browser
let line: TornLine

beforeAll(async () => {
  const at = await freePort()
  ;[kicau, browser] = await Promise.all([startKicau({ PUBLIC_URL: `http://localhost:${at}`, TRUST_PROXY: '1' }), openBrowser()])
  line = await tornLine(kicau.port, at)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await line.close()
  await kicau.remove()
})

afterEach(() => {
  line.state = 'up'
})

interface Desk extends Visitor {
  shop: string
}

/** An owner with a shop of her own, at her desk, whose service worker has what it needs without a network. */
async function ownerAt(width = 360): Promise<Desk> {
  const visitor = await newVisitor(browser, line.url, { language: 'id', width })
  const { context, page } = visitor
  await context.addInitScript(restSoon)
  await signUp(page, line.url, 'Bu Tini')
  const begun = await page.request.post('/api/shops', {
    data: { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', worth: { by: 'wage', hourly: 25_000 } },
  })
  const { id: shop } = (await begun.json()) as { id: string }
  await page.request.post(`/api/shops/${shop}/products`, { data: { name: 'Sambal bawang', price: 85_000, cost: 50_000 } })
  await visitor.go('/today')
  await ready(page)
  return { ...visitor, shop }
}

/** What the desk does once it has rested for six seconds (web/ui/rest.ts) it does sooner here: each way began with that wait. */
function restSoon(): void {
  const later = globalThis.setTimeout
  globalThis.setTimeout = ((work: () => void, afterMs?: number, ...more: []) => later(work, afterMs === 6_000 ? 1_000 : afterMs, ...more)) as typeof setTimeout
}

/** The desk keeps its offline screens a few seconds after it was opened. */
async function ready(page: Page): Promise<void> {
  const kept = () =>
    page.evaluate(async () => {
      const names = await caches.keys()
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return requests.flat().some((request) => new URL(request.url).pathname.endsWith('/evening'))
    })
  // The evening is the last that is kept.
  await expect.poll(kept, { timeout: 60_000 }).toBe(true)
}

async function note({ page, t }: Visitor, amount: string): Promise<void> {
  await page.getByLabel(t('shop:new.amount')).fill(amount)
  await page.getByRole('button', { name: t('shop:new.save'), exact: true }).click()
}

const amounts = async ({ context, shop }: Desk) =>
  ((await (await context.request.get(`/api/shops/${shop}/orders`)).json()) as { items: { amount: number }[] }).items.map(({ amount }) => amount).toSorted((a, b) => a - b)
const minutesOn = async ({ context, shop }: Desk) => ((await (await context.request.get(`/api/shops/${shop}/hours`)).json()) as { minutes: number }).minutes
const keptOn = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('kicau-outbox')
        open.onerror = () => reject(open.error)
        open.onsuccess = () => {
          const count = open.result.transaction('acts').objectStore('acts').count()
          count.onsuccess = () => (open.result.close(), resolve(count.result))
        }
      }),
  )
const waiting = ({ t }: Visitor, count: number) => t('ui:outbox.waiting', { count, shown: String(count) })
const offline = (context: BrowserContext, off: boolean) => context.setOffline(off)

test('two orders and an evening tap without a network: kept at once, still there after a reload, then each once', async () => {
  const desk = await ownerAt()
  const { page, context, t, go, look, complaints } = desk
  const laptop = await context.newPage()
  await laptop.goto('/orders')
  await laptop.getByRole('heading', { level: 1, name: t('shop:title') }).waitFor()

  await offline(context, true)
  await go('/orders/new', t('shop:new.title'))
  await page.getByRole('button', { name: 'Sambal bawang' }).click()
  await page.getByRole('button', { name: t('shop:new.save'), exact: true }).click()
  await page.getByText(t('shop:new.kept', { amount: 'Rp85.000' })).waitFor()
  await note(desk, '25rb')
  await page.getByText(waiting(desk, 2)).waitFor()
  // Typed by mistake: taken back before anybody heard of it.
  await note(desk, '99rb')
  await page.getByText(waiting(desk, 3)).waitFor()
  await page.getByText(t('ui:outbox.each')).click()
  await look('offline-orders')
  await page.locator('li', { hasText: 'Rp99.000' }).getByRole('button', { name: t('ui:undo') }).click()
  await page.getByText(waiting(desk, 2)).waitFor()

  await go('/hours', t('effort:title'))
  const evening = (minutes: number) => page.getByRole('radio', { name: t('effort:evening.option', { channel: t('channels:instagram'), minutes }) })
  await evening(60).check()
  await page.getByText(waiting(desk, 3)).waitFor()
  // Thought better of: the later tap stands in the earlier one's place.
  await evening(30).check()
  await page.locator('fieldset').getByText(t('effort:evening.waits')).waitFor()
  await look('offline-evening')
  await page.reload()
  await page.getByText(waiting(desk, 3)).waitFor()
  await expect.poll(() => evening(30).isChecked()).toBe(true)
  expect(await keptOn(page)).toBe(3)

  await offline(context, false)
  await expect.poll(() => keptOn(page), { timeout: 30_000 }).toBe(0)
  expect(await amounts(desk)).toEqual([25_000, 85_000])
  expect(await minutesOn(desk)).toBe(30)
  // The figure on the other page moved by itself.
  await laptop.getByText('Rp110.000').first().waitFor({ timeout: 30_000 })
  expect(complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(text))).toEqual([])
  await context.close()
}, 240_000)

test('the answer is lost after the server has done it, and the tab is gone: sent again, counted once', async () => {
  const desk = await ownerAt()
  const { page, context, t, go } = desk
  await go('/orders/new', t('shop:new.title'))
  line.state = 'swallow'
  const before = line.swallowed
  await note(desk, '40rb')
  await expect.poll(() => line.swallowed, { timeout: 20_000 }).toBeGreaterThan(before)
  // Killed between the sending and the answer, like a phone that takes the tab away.
  await page.close()
  line.state = 'up'
  expect(await amounts(desk)).toEqual([40_000])

  // Two tabs come back at once, and take turns.
  const tabs = await Promise.all([context.newPage(), context.newPage()])
  await Promise.all(tabs.map((tab) => tab.goto('/today')))
  await expect.poll(() => keptOn(tabs[0]!), { timeout: 30_000 }).toBe(0)
  expect(await amounts(desk)).toEqual([40_000])
  await context.close()
})

test('the tab is killed between the tap and the sending: it is on the phone, and goes out when the desk is opened', async () => {
  const desk = await ownerAt()
  const { page, context, t, go } = desk
  await go('/orders/new', t('shop:new.title'))
  line.state = 'down'
  await note(desk, '55rb')
  await expect.poll(() => keptOn(page), { timeout: 10_000 }).toBe(1)
  const session = await context.newCDPSession(page)
  // It crashes, and so never answers.
  void session.send('Page.crash').catch(() => {})
  await page.waitForEvent('crash')
  line.state = 'up'
  expect(await amounts(desk)).toEqual([])

  const again = await context.newPage()
  await again.goto('/today')
  await expect.poll(() => amounts(desk), { timeout: 30_000 }).toEqual([55_000])
  expect(await keptOn(again)).toBe(0)
  await context.close()
})

test('a day later, and after another login on the same phone: kept until its owner is back, and of the day it was tapped', async () => {
  const desk = await ownerAt()
  const { page, context, t, go } = desk
  await go('/orders/new', t('shop:new.title'))
  await offline(context, true)
  await note(desk, '70rb')
  await page.getByText(waiting(desk, 1)).waitFor()
  // A day and two hours pass, as the phone counts them.
  await page.evaluate(
    (milliseconds) =>
      new Promise<void>((resolve) => {
        const open = indexedDB.open('kicau-outbox')
        open.onsuccess = () => {
          const store = open.result.transaction('acts', 'readwrite').objectStore('acts')
          store.openCursor().onsuccess = (event) => {
            const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result
            if (!cursor) return
            cursor.update({ ...(cursor.value as { keptAt: number }), keptAt: (cursor.value as { keptAt: number }).keptAt - milliseconds })
          }
          store.transaction.oncomplete = () => (open.result.close(), resolve())
        }
      }),
    26 * 3_600_000,
  )
  const mine = await context.cookies()
  await context.clearCookies()
  await offline(context, false)
  // Nobody is signed in any more: nothing goes, and nothing is lost.
  await page.goto('/login')
  await page.getByText(t('ui:outbox.here', { count: 1, shown: '1' })).waitFor()
  await signUp(page, line.url, 'Wulan')
  await page.request.post('/api/shops', { data: { name: 'Lain', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' } })
  await go('/today')
  await page.waitForTimeout(1_500)
  expect(await keptOn(page)).toBe(1)

  await context.clearCookies()
  await context.addCookies(mine)
  await go('/today')
  await expect.poll(() => amounts(desk), { timeout: 30_000 }).toEqual([70_000])
  const { items } = (await (await page.request.get(`/api/shops/${desk.shop}/orders`)).json()) as { items: { orderedAt: string }[] }
  expect(Math.abs(Date.now() - 26 * 3_600_000 - Date.parse(items[0]!.orderedAt))).toBeLessThan(120_000)
  await context.close()
})

/** The browser wakes the service worker, as it does when there is a network again, with or without a tab. */
async function wakeWorker({ page, context }: Desk): Promise<void> {
  const devtools = await context.newCDPSession(page)
  const found = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && resolve(registrations[0].registrationId))
  })
  await devtools.send('ServiceWorker.enable')
  await devtools.send('ServiceWorker.dispatchSyncEvent', { origin: line.url, registrationId: await found, tag: 'kicau-outbox', lastChance: false })
  await devtools.detach()
}

/** The page alone is without a network; its service worker is not. */
async function pageOffline({ page, context }: Desk): Promise<{ end(): Promise<void> }> {
  const devtools = await context.newCDPSession(page)
  const set = (off: boolean) => devtools.send('Network.emulateNetworkConditions', { offline: off, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await devtools.send('Network.enable')
  await set(true)
  await page.waitForFunction(() => !navigator.onLine)
  return {
    end: async () => {
      await set(false)
      await page.waitForFunction(() => navigator.onLine)
    },
  }
}

test('over plain http, where nothing can be kept, a failure without a network is told all the same', async () => {
  const { context, page, t, go } = await newVisitor(browser, line.url, { language: 'id', width: 360 })
  await context.addInitScript(restSoon)
  // As pages that came over plain http have it.
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined }))
  await signUp(page, line.url, 'Bu Tini')
  await page.request.post('/api/shops', { data: { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' } })
  const send = () => page.locator('input[type=file]').setInputFiles({ name: 'sambal.png', mimeType: 'image/png', buffer: Buffer.from('x') })

  // Before the desk has rested what tells of it is not there yet: then the browser tells it.
  await go('/links/page', t('links:editor.title'))
  line.state = 'down'
  const [said] = await Promise.all([page.waitForEvent('dialog'), send()])
  expect(said.message()).toContain(t('ui:offline.title'))
  await said.dismiss()

  line.state = 'up'
  await go('/links/page', t('links:editor.title'))
  await expect.poll(() => page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/toasts.'))), { timeout: 15_000 }).toBe(true)
  // Its script comes right behind its style.
  await page.waitForTimeout(1_500)
  line.state = 'down'
  await send()
  await page.getByText(t('ui:offline.title')).waitFor()
  await context.close()
})

test('an order that the service worker has sent meanwhile is undone over there, by the undo under the form', async () => {
  const desk = await ownerAt()
  const { page, context, t, go } = desk
  await go('/orders/new', t('shop:new.title'))
  const undo = page.locator('.last').getByRole('button', { name: t('ui:undo') })
  const said = page.locator('.last')

  const away = await pageOffline(desk)
  await note(desk, '35rb')
  await page.getByText(t('shop:new.kept', { amount: 'Rp35.000' })).waitFor()
  await wakeWorker(desk)
  await expect.poll(() => amounts(desk), { timeout: 20_000 }).toEqual([35_000])
  expect(await keptOn(page)).toBe(0)
  await away.end()
  await undo.press('Enter')
  await said.getByText(t('ui:undone')).waitFor()
  expect(await amounts(desk)).toEqual([])
  // And the keyboard is where the next one begins.
  await expect.poll(() => page.getByLabel(t('shop:new.amount')).evaluate((field) => field === document.activeElement)).toBe(true)
  await context.close()
})

test('an order whose answer was lost is undone once the server can be asked; until then it is said to be on its way', async () => {
  const desk = await ownerAt()
  const { page, context, t, go } = desk
  await go('/orders/new', t('shop:new.title'))
  const undo = page.locator('.last').getByRole('button', { name: t('ui:undo') })
  line.state = 'swallow'
  await note(desk, '36rb')
  await undo.waitFor({ timeout: 20_000 })
  line.state = 'up'
  expect(await amounts(desk)).toEqual([36_000])
  await undo.click()
  await page.locator('.last').getByText(t('ui:undone')).waitFor()
  expect(await amounts(desk)).toEqual([])
  expect(await keptOn(page)).toBe(0)

  line.state = 'swallow'
  await note(desk, '37rb')
  await undo.waitFor({ timeout: 20_000 })
  await offline(context, true)
  await undo.click()
  await page.locator('.last').getByText(t('ui:outbox.tooLate')).waitFor()
  line.state = 'up'
  await offline(context, false)
  await expect.poll(() => keptOn(page), { timeout: 30_000 }).toBe(0)
  expect(await amounts(desk)).toEqual([37_000])
  await context.close()
})

test('an order that the server refused while nobody looked is taken back with nothing done', async () => {
  const desk = await ownerAt()
  const { page, context, t, go } = desk
  await go('/orders/new', t('shop:new.title'))
  await offline(context, true)
  await page.getByLabel(t('shop:new.amount')).fill('46rb')
  await page.getByLabel(t('shop:new.codeOrPhone')).fill('0000000')
  await page.getByRole('button', { name: t('shop:new.save'), exact: true }).click()
  await page.getByText(waiting(desk, 1)).waitFor()
  await offline(context, false)
  await page.getByText(t('ui:outbox.stillHere')).waitFor({ timeout: 30_000 })
  await page.locator('.last').getByRole('button', { name: t('ui:undo') }).click()
  await page.locator('.last').getByText(t('ui:undone')).waitFor()
  await page.getByText(t('ui:outbox.stillHere')).waitFor({ state: 'detached' })
  expect(await keptOn(page)).toBe(0)
  expect(await amounts(desk)).toEqual([])
  await context.close()
})

test('what the server will not have is shown with what was kept, and can be mended', async () => {
  const desk = await ownerAt()
  const { page, context, t, go, look } = desk
  await go('/orders/new', t('shop:new.title'))
  await offline(context, true)
  await page.getByLabel(t('shop:new.amount')).fill('45rb')
  await page.getByLabel(t('shop:new.codeOrPhone')).fill('0000000')
  await page.getByRole('button', { name: t('shop:new.save'), exact: true }).click()
  await page.getByText(waiting(desk, 1)).waitFor()
  await offline(context, false)
  await page.getByText(t('ui:outbox.stillHere')).waitFor({ timeout: 30_000 })
  expect(await amounts(desk)).toEqual([])
  await look('offline-refused')
  await page.getByRole('button', { name: t('ui:outbox.mend') }).click()
  await expect.poll(() => page.getByLabel(t('shop:new.codeOrPhone')).inputValue()).toBe('0000000')
  await page.getByLabel(t('shop:new.codeOrPhone')).fill('081234567890')
  await page.getByRole('button', { name: t('shop:new.save'), exact: true }).click()
  await expect.poll(() => amounts(desk), { timeout: 20_000 }).toEqual([45_000])
  await expect.poll(() => keptOn(page), { timeout: 20_000 }).toBe(0)
  await context.close()
})

test('over a slow line the last answer is shown instead of none, and where none was kept the answer is waited for', async () => {
  const { page, context, shop } = await ownerAt()
  const ask = () =>
    page.evaluate(async (address) => {
      const answer = await fetch(address)
      return [answer.status, ((await answer.json()) as { name: string }[]).map(({ name }) => name).toSorted()]
    }, `/api/shops/${shop}/products`)
  expect(await ask()).toEqual([200, ['Sambal bawang']])
  await page.request.post(`/api/shops/${shop}/products`, { data: { name: 'Sambal matah' } })
  line.state = 'slow'
  expect(await ask()).toEqual([200, ['Sambal bawang']])
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name)
  })
  expect(await ask()).toEqual([200, ['Sambal bawang', 'Sambal matah']])
  await context.close()
})

test('signing out asks before it wipes what was not sent', async () => {
  const desk = await ownerAt()
  const { page, context, t, go, look } = desk
  await go('/orders/new', t('shop:new.title'))
  line.state = 'down'
  await note(desk, '15rb')
  await expect.poll(() => keptOn(page), { timeout: 10_000 }).toBe(1)
  await page.getByRole('link', { name: t('ui:places.more') }).first().click()
  await page.getByRole('button', { name: t('ui:more.leave') }).click()
  await page.getByRole('dialog').getByRole('heading', { name: t('ui:outbox.leaving', { count: 1, shown: '1' }) }).waitFor()
  await look('offline-leaving')
  await page.getByRole('button', { name: t('ui:outbox.stay') }).click()
  expect(await keptOn(page)).toBe(1)
  await page.getByRole('button', { name: t('ui:more.leave') }).click()
  line.state = 'up'
  await page.getByRole('button', { name: t('ui:outbox.leaveAnyway') }).click()
  await page.waitForURL('**/login')
  expect(await keptOn(page)).toBe(0)
  await context.close()
})

test('a chat that another app shares into the installed desk is read there, and forgotten', async () => {
  const { page, t, look, complaints, context } = await ownerAt()
  const lines = ['13/07/26 09.00 - +62 812-3456-7890: Halo, mau pesan 2 sambal bawang', '13/07/26 09.05 - Bu Tini: Total Rp56.000 ya Bu', '13/07/26 09.30 - +62 812-3456-7890: sudah transfer']
  const { share_target: target } = (await (await page.request.get('/manifest.webmanifest')).json()) as { share_target: { action: string; method: string; enctype: string; params: { files: { name: string }[] } } }
  // As the system does it: a form is sent to where the manifest says.
  await page.evaluate(
    ({ target: { action, method, enctype, params }, text }) => {
      const form = Object.assign(document.createElement('form'), { action, method, enctype })
      const input = Object.assign(document.createElement('input'), { type: 'file', name: params.files[0]!.name })
      const chosen = new DataTransfer()
      chosen.items.add(new File([text], 'Chat WhatsApp dengan +62 812-3456-7890.txt', { type: 'text/plain' }))
      input.files = chosen.files
      form.append(input)
      document.body.append(form)
      form.submit()
    },
    { target, text: lines.join('\n') },
  )
  await page.waitForURL('**/orders/chat')
  await page.getByText('Total Rp56.000 ya Bu').waitFor()
  await page.getByRole('button', { name: t('shop:chats.take') }).waitFor()
  await look('shared-chat')
  expect(await page.evaluate(async () => (await caches.open('kicau-shared')).keys().then((all) => all.length))).toBe(0)
  await page.reload()
  await page.getByText(t('shop:chats.drop')).waitFor()
  expect(await page.getByText('Total Rp56.000 ya Bu').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})
