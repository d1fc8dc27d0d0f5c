import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildTracker, type TrackerParts } from './build.ts'

// A browser beside other work takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const CHROMIUM = '/usr/bin/chromium'
const PHONE = 'Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
const QUIETLY = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync']

interface SentHit {
  kind: string
  url: string
  [field: string]: unknown
}

let folder: string
let server: Server
let origin: string
/** The same server under another name: another of the shop's sites. */
let other: string
let hits: SentHit[] = []
let madeReady: string[] = []

const GOALS = [
  ['a,button', 'Tanya kami', 'Tanya'],
  ['a[href*="/katalog" i]', '', 'Katalog'],
  ['#langganan', '', 'Langganan'],
]

const pages: Record<string, string> = {
  '/': `<a id=out href="https://wa.me/62812">chat</a> <a id=in href="/menu">menu</a> <a id=file href="/harga.pdf">harga</a>
    <button id=goal data-kicau-goal=Pesan data-kicau-value=25000><b>Pesan</b></button>
    <form id=form data-kicau-goal=Daftar onsubmit="return false"><input id=field><button id=send>kirim</button></form>`,
  '/menu': 'menu',
  '/early': `<script>window.kicau=function(){(kicau.q=kicau.q||[]).push(arguments)};kicau('goal','Awal')</script>`,
  '/code': 'code',
  '/goals': `<button id=ask>Ada pertanyaan? <b>Tanya kami</b></button> <a id=list href="/Katalog?x=1">katalog</a>
    <form id=langganan onsubmit="return false"><input id=mail><button id=join>ikut</button></form>`,
  '/long': '<div style="height:4000px"></div>',
  '/cross': '<a id=over>toko</a> <a id=part>bagian</a>',
  '/boxed': `<iframe sandbox="allow-scripts" src="/"></iframe>`,
  // Playwright loses sight of a page that comes back this way: these two go there and back by themselves.
  '/kept': `<script>
    addEventListener('pageshow', ({ persisted }) => persisted ? setTimeout(() => kicau('goal', 'kept'), 50) : setTimeout(() => { location = '/return' }, 200))
  </script>`,
  '/return': '<script>setTimeout(() => history.back(), 1300)</script>',
  '/ahead': `<script type=speculationrules>{"prerender":[{"urls":["/menu"],"eagerness":"immediate"}]}</script> <script>setTimeout(() => { location = '/menu' }, 1200)</script>`,
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kicau-tracker-'))
  const { core, all } = await buildTracker(folder)
  expect(core).toBeLessThanOrEqual(700)
  expect(all).toBeLessThanOrEqual(1000)
  const { addOns, scripts } = JSON.parse(readFileSync(join(folder, 'kicau.json'), 'utf8')) as TrackerParts
  const script = (chosen: readonly string[]) =>
    scripts[chosen.join(' ')]!.replace('KICAU_SITE', '"abc"').replace('KICAU_GOALS', JSON.stringify([['[data-kicau-goal]', ''], ...GOALS])).replace('KICAU_OTHERS', '/^(localhost|127\\.0\\.0\\.1):\\d+\\/menu/')
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://x')
    if (pathname === '/t/abc.js') return response.setHeader('content-type', 'text/javascript').end(script(addOns))
    if (pathname === '/t/bare.js') return response.setHeader('content-type', 'text/javascript').end(script([]))
    if (pathname === '/t/hit') {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        hits.push({ ...(JSON.parse(body) as SentHit), type: request.headers['content-type'], cookie: request.headers.cookie, heardAt: performance.now() })
        response.writeHead(204).end()
      })
      return
    }
    if (/prerender/.test(String(request.headers['sec-purpose']))) madeReady.push(pathname)
    const more = pathname === '/code' ? 'data-code=K7' : ''
    response.writeHead(pages[pathname] === undefined && pathname !== '/bare' ? 404 : 200, { 'content-type': 'text/html' })
    response.end(`<!doctype html><meta name=viewport content="width=device-width">${pages[pathname] ?? ''}<script defer src="/t/${pathname === '/bare' ? 'bare' : 'abc'}.js" data-currency=IDR ${more}></script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  other = `http://localhost:${port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

describe.skipIf(!existsSync(CHROMIUM))('the tracker in a real browser', () => {
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [...QUIETLY, '--disable-blink-features=AutomationControlled'],
      // As people's browsers do, pages are kept when one goes on, and made ready ahead.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    hits = []
    madeReady = []
    context = await browser.newContext({ userAgent: PHONE, viewport: { width: 390, height: 800 } })
    page = await context.newPage()
  })
  afterEach(() => context.close())

  const where = (url: string) => url.replace(origin, '').replace(other, '~')
  const kinds = () => hits.map(({ kind, url }) => `${kind} ${where(url)}`)
  const soon = (expected: string[]) => expect.poll(kinds, { timeout: 5000 }).toEqual(expected)

  test('a view: site, address, referrer, as plain text and without a cookie', async () => {
    await page.goto(`${origin}/?utm_source=ig#x`, { referer: 'https://www.google.com/' })
    await soon(['view /?utm_source=ig'])
    expect(hits[0]).toMatchObject({ site: 'abc', currency: 'IDR', referrer: 'https://www.google.com/', type: 'text/plain;charset=UTF-8' })
    expect(hits[0]).not.toHaveProperty('cookie', expect.anything())
    expect(await context.cookies()).toEqual([])
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([])
    expect(page.url()).toBe(`${origin}/?utm_source=ig#x`)
  })

  test('without any add-on: views, goals by call', async () => {
    await page.goto(`${origin}/bare`)
    await page.evaluate(`kicau('goal', 'Beli'); document.body.innerHTML = '<a id=out href="https://wa.me/62812">chat</a>'; document.getElementById('out').addEventListener('click', (event) => event.preventDefault())`)
    await page.click('#out')
    await soon(['view /bare', 'goal /bare'])
    expect(hits[1]).toMatchObject({ site: 'abc', name: 'Beli', currency: 'IDR' })
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
    expect(hits[1]!.referrer).toBe('')
  })

  test('leaving by a link: once, with where it went; a link of the site is none, a file of it is', async () => {
    await page.goto(`${origin}/`)
    await page.evaluate(`for (const id of ['out', 'in', 'file']) document.getElementById(id).addEventListener('click', (event) => event.preventDefault())`)
    await page.click('#out')
    await page.click('#in')
    await page.click('#file')
    await soon(['view /', 'outbound /', 'outbound /'])
    expect(hits.slice(1).map(({ name }) => where(String(name)))).toEqual(['https://wa.me/62812', '/harga.pdf'])
  })

  test('goals by attribute: a click on what it marks, a form when it is sent', async () => {
    await page.goto(`${origin}/`)
    await page.click('#goal b')
    await page.click('#field')
    await page.click('#send')
    await soon(['view /', 'goal /', 'goal /'])
    expect(hits[1]).toMatchObject({ kicauGoal: 'Pesan', kicauValue: '25000', currency: 'IDR' })
    expect(hits[2]).toMatchObject({ kicauGoal: 'Daftar', currency: 'IDR' })
  })

  test('goals that the owner set: words, where a link leads, a form', async () => {
    await page.goto(`${origin}/goals`)
    await page.evaluate(`document.getElementById('list').addEventListener('click', (event) => event.preventDefault())`)
    for (const id of ['#ask b', '#list', '#mail', '#join']) await page.click(id)
    await soon(['view /goals', 'goal /goals', 'goal /goals', 'goal /goals'])
    expect(hits.slice(1).map(({ name }) => name)).toEqual(['Tanya', 'Katalog', 'Langganan'])
  })

  test('goals and orders by call; calls from before it was loaded are kept', async () => {
    await page.goto(`${origin}/early`)
    await soon(['view /early', 'goal /early'])
    await page.evaluate(`kicau('goal', 'Beli', { value: 12.5, currency: 'MYR' }); kicau('order', 'K7')`)
    await expect.poll(() => hits.length).toBe(4)
    expect(hits[2]).toMatchObject({ kind: 'goal', name: 'Beli', value: 12.5, currency: 'MYR' })
    expect(hits[3]).toMatchObject({ kind: 'order', name: 'K7' })
  })

  test('an id with consent, the same the next time, thrown away when it is taken back', async () => {
    await page.goto(`${origin}/`)
    await page.evaluate(`kicau('consent', true); kicau('consent', true); kicau('goal', 'a')`)
    await page.goto(`${origin}/menu`)
    await page.evaluate(`kicau('consent', false); kicau('goal', 'b')`)
    await page.goto(`${origin}/code`)
    await soon(['view /', 'goal /', 'view /menu', 'goal /menu', 'view /code'])
    const [before, agreed, known, after, next] = hits.map(({ visitor }) => visitor)
    expect([before, after, next]).toEqual([undefined, undefined, undefined])
    expect(String(agreed)).toMatch(/^0\.\d{6,}$/)
    expect(String(known)).toBe(String(agreed))
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([])
  })

  test('how long and how far a page was looked at is sent when it is left', async () => {
    await page.goto(`${origin}/long`)
    await page.mouse.wheel(0, 1600)
    await page.waitForTimeout(1300)
    await page.mouse.wheel(0, -1600)
    await page.waitForTimeout(100)
    await page.goto(`${origin}/menu`)
    await soon(['view /long', 'engagement /long', 'view /menu'])
    expect(hits[1]!.engaged).toBeGreaterThan(1000)
    expect(hits[1]!.engaged).toBeLessThan(6000)
    expect(hits[1]!.depth).toBeGreaterThan(0.55)
    expect(hits[1]!.depth).toBeLessThan(0.65)
  })

  test('a page out of the back/forward cache is a view again, and what was frozen is not looked at', async () => {
    await page.goto(`${origin}/kept`)
    await expect.poll(() => kinds().toSorted(), { timeout: 20_000 }).toEqual(['engagement /return', 'goal /kept', 'view /kept', 'view /kept', 'view /return'])
    expect(hits.findLast(({ kind }) => kind === 'view')).toMatchObject({ url: `${origin}/kept`, referrer: '' })
    await page.waitForTimeout(300)
    expect(kinds()).toHaveLength(5)
  })

  test('a page made ready ahead is counted when it is shown, and not before', async () => {
    // In a browser that Playwright holds, nothing is made ready: this one is left alone.
    const alone = spawn(CHROMIUM, [...QUIETLY, '--headless=new', '--disable-blink-features=AutomationControlled', `--user-data-dir=${join(folder, 'alone')}`, `${origin}/ahead`], { stdio: 'ignore' })
    try {
      await expect.poll(() => madeReady, { timeout: 15_000 }).toEqual(['/menu'])
      await expect.poll(() => kinds().filter((one) => one.startsWith('view')), { timeout: 5000 }).toEqual(['view /ahead', 'view /menu'])
      const [before, after] = hits.filter(({ kind }) => kind === 'view').map(({ heardAt }) => Number(heardAt))
      expect(after! - before!).toBeGreaterThan(1000)
    } finally {
      alone.kill('SIGKILL')
      await once(alone, 'exit')
    }
  })

  test('a page nobody sees is counted when it is shown', async () => {
    // Headless Chromium shows every tab; the page is told otherwise before its first script.
    await page.addInitScript(`let hidden = true; Object.defineProperty(document, 'hidden', { get: () => hidden }); window.show = () => { hidden = false; document.dispatchEvent(new Event('visibilitychange', { bubbles: true })) }`)
    await page.goto(`${origin}/`)
    await page.waitForTimeout(300)
    expect(hits).toEqual([])
    await page.evaluate('show()')
    await soon(['view /'])
    await page.evaluate('show()')
    await page.waitForTimeout(100)
    expect(hits).toHaveLength(1)
  })

  test('where nothing can be stored it counts all the same', async () => {
    await page.goto(`${origin}/boxed`)
    await expect.poll(() => kinds().toSorted()).toEqual(['view /', 'view /boxed'])
    const frame = page.frames()[1]!
    expect(await frame.evaluate(`try { localStorage } catch (error) { error.name }`)).toBe('SecurityError')
    await frame.evaluate(`kicau('consent', true); kicau('goal', 'a')`)
    await expect.poll(() => hits.find(({ kind }) => kind === 'goal')?.visitor).toBeTruthy()
  })

  test('a page that is not there', async () => {
    await page.goto(`${origin}/nowhere`)
    await soon(['view /nowhere', 'goal /nowhere'])
    expect(hits[1]!.name).toBe(404)
  })

  test('over to another site of the shop: the page’s number goes along, and is gone from the address', async () => {
    await page.goto(`${origin}/cross`)
    await page.evaluate(`document.getElementById('over').href = '${other}/menu?a=1'; document.getElementById('part').href = '${other}/menu#bagian'`)
    await page.click('#over')
    await expect.poll(() => kinds().filter((one) => one.startsWith('view'))).toEqual(['view /cross', 'view ~/menu?a=1'])
    const [from, to] = hits.filter(({ kind }) => kind === 'view')
    const [[, number], [came, next]] = [from!.way, to!.way] as [[null, number], [string, number]]
    expect(number).toBeGreaterThan(0)
    // Its own address is told without it too.
    expect([came, to!.url]).toEqual([String(number), `${other}/menu?a=1`])
    expect(next).not.toBe(number)
    await expect.poll(() => page.url()).toBe(`${other}/menu?a=1`)
    // A part of a page is where the link leads; it stays so.
    await page.goto(`${origin}/cross`)
    await page.evaluate(`document.getElementById('part').href = '${other}/menu#bagian'`)
    await page.click('#part')
    await page.waitForURL(`${other}/menu#bagian`)
    // What is none of the shop's sites gets none, whatever stands in its address.
    await page.goto(`${origin}/cross`)
    await page.evaluate(`document.getElementById('over').href = '${other}/code?to=${other}/menu'`)
    await page.click('#over')
    await expect.poll(() => page.url()).toBe(`${other}/code?to=${other}/menu`)
    // And its view is waited for, or the next test would hear of it.
    const seen = () => hits.findLast(({ kind }) => kind === 'view')!
    await expect.poll(() => seen().url).toBe(`${other}/code?to=${other}/menu`)
    expect(seen().way).toEqual([null, expect.any(Number)])
  })

  test('who does not want to count on their own site does not, and says nothing', async () => {
    await page.goto(`${origin}/#kicau=off`)
    expect(page.url()).toBe(`${origin}/`)
    await page.goto(`${origin}/menu`)
    await page.goto(`${origin}/code#kicau=on`)
    await soon(['view /code'])
    expect(hits[0]!.left).toBe('on')
    hits = []
    await page.goto(`${origin}/#kicau=own`)
    await page.goto(`${origin}/menu`)
    await soon(['view /', 'view /menu'])
    expect(hits.map(({ left }) => left)).toEqual(['own', 'own'])
  })

  test('who does not count there takes no number to another site, until they count again', async () => {
    const over = async (choice: string) => {
      await page.goto(`${origin}/#kicau=${choice}`)
      await page.goto(`${origin}/cross`)
      await page.evaluate(`document.getElementById('over').href = '${other}/menu'; document.getElementById('over').addEventListener('click', (event) => event.preventDefault())`)
      await page.click('#over')
      return page.evaluate(`document.getElementById('over').hash`)
    }
    expect([await over('off'), await over('own')]).toEqual(['', ''])
    expect(await over('on')).toMatch(/^#kicau=0\.\d+/)
    await expect.poll(() => hits.filter(({ kind }) => kind === 'view').map(({ left }) => left)).toEqual(['own', 'own', 'on', 'on'])
  })
})

test('a browser under a program’s control says so', async () => {
  if (!existsSync(CHROMIUM)) return
  hits = []
  const driven = await chromium.launch({ executablePath: CHROMIUM, args: QUIETLY })
  const page = await driven.newPage()
  await page.goto(`${origin}/`)
  await expect.poll(() => hits.map(({ kind, left }) => [kind, left])).toEqual([['view', 'bot']])
  await driven.close()
})
