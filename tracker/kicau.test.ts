import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildTracker } from './build.ts'

// A browser beside other work takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const CHROMIUM = '/usr/bin/chromium'
const PHONE = 'Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'

interface SentHit {
  kind: string
  url: string
  [field: string]: unknown
}

let folder: string
let server: Server
let origin: string
let hits: SentHit[] = []

const pages: Record<string, string> = {
  '/': `<a id=out href="https://wa.me/62812">chat</a> <a id=in href="/menu">menu</a>
    <button id=goal data-kicau-goal=Pesan data-kicau-value=25000><b>Pesan</b></button>
    <form id=form data-kicau-goal=Daftar onsubmit="return false"><input id=field><button id=send>kirim</button></form>`,
  '/menu': 'menu',
  '/early': `<script>window.kicau=function(){(kicau.q=kicau.q||[]).push(arguments)};kicau('goal','Awal')</script>`,
  '/code': 'code',
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kicau-tracker-'))
  const file = join(folder, 'kicau.js')
  const { zipped } = await buildTracker(file)
  expect(zipped).toBeLessThanOrEqual(1000)
  const tracker = readFileSync(file)
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://x')
    if (pathname === '/t/kicau.js') return response.setHeader('content-type', 'text/javascript').end(tracker)
    if (pathname === '/t/hit') {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        hits.push({ ...(JSON.parse(body) as SentHit), type: request.headers['content-type'], cookie: request.headers.cookie })
        response.writeHead(204).end()
      })
      return
    }
    const more = pathname === '/code' ? 'data-code=K7' : ''
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><meta name=viewport content="width=device-width">${pages[pathname] ?? ''}<script defer src="/t/kicau.js" data-site=abc data-currency=IDR ${more}></script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

describe.skipIf(!existsSync(CHROMIUM))('the tracker in a real browser', () => {
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-blink-features=AutomationControlled'],
    })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    hits = []
    context = await browser.newContext({ userAgent: PHONE, viewport: { width: 390, height: 800 } })
    page = await context.newPage()
  })
  afterEach(() => context.close())

  const kinds = () => hits.map(({ kind, url }) => `${kind} ${url.slice(origin.length)}`)
  const soon = (expected: string[]) => expect.poll(kinds, { timeout: 5000 }).toEqual(expected)

  test('a view: site, address, referrer, width, as plain text and without a cookie', async () => {
    await page.goto(`${origin}/?utm_source=ig#x`, { referer: 'https://www.google.com/' })
    await soon(['view /?utm_source=ig'])
    expect(hits[0]).toMatchObject({ site: 'abc', width: 390, referrer: 'https://www.google.com/', type: 'text/plain;charset=UTF-8' })
    expect(hits[0]).not.toHaveProperty('cookie', expect.anything())
    expect(await context.cookies()).toEqual([])
    expect(await page.evaluate(() => Object.keys((globalThis as unknown as { localStorage: object }).localStorage))).toEqual([])
  })

  test('the code that a page was given goes with its view', async () => {
    await page.goto(`${origin}/code`)
    await soon(['view /code'])
    expect(hits[0]!.code).toBe('K7')
  })

  test('moving about in a one-page site: each address once', async () => {
    await page.goto(`${origin}/`)
    await page.evaluate(`history.pushState({}, '', '/a'); history.pushState({}, '', '/a'); history.pushState({}, '', '/b#c'); history.replaceState({}, '', '/b')`)
    await page.goBack()
    await soon(['view /', 'view /a', 'view /b', 'view /a'])
    expect(hits[1]!.referrer).toBeUndefined()
  })

  test('leaving by a link: once, with where it went; a link of the site is none', async () => {
    await page.goto(`${origin}/`)
    await page.evaluate(`for (const id of ['out', 'in']) document.getElementById(id).addEventListener('click', (event) => event.preventDefault())`)
    await page.click('#out')
    await page.click('#in')
    await soon(['view /', 'outbound /'])
    expect(hits[1]!.name).toBe('https://wa.me/62812')
  })

  test('goals by attribute: a click on what it marks, a form when it is sent', async () => {
    await page.goto(`${origin}/`)
    await page.click('#goal b')
    await page.click('#field')
    await page.click('#send')
    await soon(['view /', 'goal /', 'goal /'])
    expect(hits[1]).toMatchObject({ name: 'Pesan', value: '25000', currency: 'IDR' })
    expect(hits[2]).toMatchObject({ name: 'Daftar', currency: 'IDR' })
  })

  test('goals, orders and consent by call; calls from before it was loaded are kept', async () => {
    await page.goto(`${origin}/early`)
    await soon(['view /early', 'goal /early'])
    await page.evaluate(`kicau('visitor', 'ani'); kicau('goal', 'Beli', { value: 12.5, currency: 'MYR' }); kicau('order', 'K7')`)
    await expect.poll(() => hits.length).toBe(4)
    expect(hits[2]).toMatchObject({ kind: 'goal', name: 'Beli', value: 12.5, currency: 'MYR', visitor: 'ani' })
    expect(hits[3]).toMatchObject({ kind: 'order', code: 'K7', visitor: 'ani' })
  })

  test('the time a page was looked at is sent when it is left', async () => {
    await page.goto(`${origin}/`)
    await page.waitForTimeout(1300)
    await page.goto(`${origin}/menu`)
    await soon(['view /', 'engagement /', 'view /menu'])
    expect(hits[1]!.engaged).toBeGreaterThan(1000)
    expect(hits[1]!.engaged).toBeLessThan(6000)
  })

  test('a page that is come back to is a view again', async () => {
    await page.goto(`${origin}/`)
    await page.goto(`${origin}/menu`)
    await page.goBack()
    await soon(['view /', 'view /menu', 'view /'])
  })

  test('a page nobody sees is counted when it is shown', async () => {
    // Headless Chromium shows every tab; the page is told otherwise before its first script.
    await page.addInitScript(`let state = 'hidden'; Object.defineProperty(document, 'visibilityState', { get: () => state }); window.show = () => { state = 'visible'; document.dispatchEvent(new Event('visibilitychange')) }`)
    await page.goto(`${origin}/`)
    await page.waitForTimeout(300)
    expect(hits).toEqual([])
    await page.evaluate('show()')
    await soon(['view /'])
    await page.evaluate('show()')
    await page.waitForTimeout(100)
    expect(hits).toHaveLength(1)
  })

  test('who does not want to count on their own site does not', async () => {
    await page.goto(`${origin}/#kicau=off`)
    await page.goto(`${origin}/menu`)
    await page.goto(`${origin}/code#kicau=on`)
    await soon(['view /code'])
  })
})

test('a browser under a program’s control is not counted', async () => {
  if (!existsSync(CHROMIUM)) return
  hits = []
  const driven = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-background-networking'] })
  const page = await driven.newPage()
  await page.goto(`${origin}/`)
  await page.waitForTimeout(300)
  await driven.close()
  expect(hits).toEqual([])
})
