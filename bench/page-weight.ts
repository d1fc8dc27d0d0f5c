import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { startKicau, type RunningKicau } from '../tests/harness/kicau.ts'
import { median, type BenchResult } from './result.ts'

// What an owner's phone has to fetch, as it comes over the wire, how long Payback's answers take, and what Lighthouse
// makes of it. Lighthouse multiplies what this machine takes by four: on a busy one it measures the neighbours.
const MOST = { todayScript: 110 * 1024, todayStyle: 12 * 1024, shopPage: 15 * 1024, tracker: 1000, paybackMs: 300 }
const LEAST_SCORE = 95
const RUNS = 5
const LIGHTHOUSE = join(import.meta.dirname, 'lighthouse')
const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium'
const QUIETLY = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const METRICS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time']

/** As much of Lighthouse's report as is read. Its index of the machine's speed sinks when others work on it. */
interface Report {
  categories: { performance: { score: number } }
  audits: Record<string, { numericValue: number }>
  environment: { benchmarkIndex: number }
}

export async function run(): Promise<BenchResult> {
  const kicau = await startKicau()
  const browser = await chromium.launch({ executablePath: BROWSER, args: QUIETLY })
  try {
    const opened = await fetch(`${kicau.url}/api/demo`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    const { id } = (await opened.json()) as { id: string }
    // As a browser has it that opened the demo: signed in, and at its shop.
    const cookie = [...opened.headers.getSetCookie().map((one) => one.split(';')[0]), `kicau_shop=${id}`].join('; ')
    const today = await weigh(browser, kicau, '/today', cookie)
    const shopPage = await weigh(browser, kicau, '/s/sambal-bu-tini')
    // Two browsers on one machine would take each other's time.
    await browser.close()
    const paybackMs = await answersOf(kicau, id, cookie)
    const tracker = Number((await fetch(`${kicau.url}/t/kicau.js`, { headers: { 'accept-encoding': 'gzip' } })).headers.get('content-length'))
    const scores = process.argv.includes('--no-lighthouse') ? null : { today: await scoreOf(kicau, '/today', cookie), payback: await scoreOf(kicau, '/payback', cookie) }
    const shop = shopPage.all - shopPage.image
    return {
      name: 'page-weight',
      ours: today.script,
      reference: MOST.todayScript,
      ratio: Math.round((today.script / MOST.todayScript) * 100) / 100,
      unit: "bytes of JavaScript at Today's first load, gzipped",
      todayStyle: today.style,
      shopPage: shop,
      tracker,
      paybackMs,
      lighthouse: scores,
      kept:
        today.script <= MOST.todayScript &&
        today.style <= MOST.todayStyle &&
        shop <= MOST.shopPage &&
        tracker <= MOST.tracker &&
        paybackMs <= MOST.paybackMs &&
        (scores === null || Object.values(scores).every((score) => score >= LEAST_SCORE)),
    }
  } finally {
    await browser.close()
    await kicau.remove()
  }
}

/** Bytes of the bodies as they came over the wire, by kind. Whatever came uncompressed counts as it is. */
async function weigh(browser: Browser, kicau: RunningKicau, path: string, cookie?: string) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'id', extraHTTPHeaders: { ...(cookie && { cookie }), 'accept-encoding': 'gzip' }, serviceWorkers: 'block' })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const begun = new Map<string, { kind: string; head: number }>()
  const bytes: Record<string, number> = {}
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, type, response }) =>
    begun.set(requestId, { kind: response.mimeType.includes('css') ? 'style' : type.toLowerCase(), head: response.encodedDataLength }),
  )
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const { kind, head } = begun.get(requestId) ?? { kind: 'other', head: 0 }
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength - head
  })
  await page.goto(`${kicau.url}${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('load')
  await page.waitForTimeout(1500)
  await context.close()
  const all = Object.entries(bytes).reduce((sum, [kind, one]) => sum + (kind === 'eventsource' ? 0 : one), 0)
  return { script: bytes.script ?? 0, style: bytes.style ?? 0, image: bytes.image ?? 0, all }
}

/** Milliseconds until all that Payback shows is answered, one after the other as the screen asks: the median of `RUNS`. */
async function answersOf(kicau: RunningKicau, shop: string, cookie: string): Promise<number> {
  const ask = async (path: string) => (await fetch(`${kicau.url}/api/shops/${shop}/payback/${path}`, { headers: { cookie } })).json()
  const took: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now()
    const { opensOn } = (await ask('months')) as { opensOn: string }
    await ask(`month/${opensOn}`)
    took.push(Math.round(performance.now() - began))
  }
  process.stdout.write(`Payback's answers: ${took.join(' ')} ms\n`)
  return median(took)
}

/** The median of Lighthouse's mobile performance over five runs, 0 to 100. It has a package file of its own. */
async function scoreOf(kicau: RunningKicau, path: string, cookie: string): Promise<number> {
  if (!existsSync(join(LIGHTHOUSE, 'node_modules'))) execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: LIGHTHOUSE, stdio: 'inherit' })
  const scores: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const profile = await profileWith(kicau, cookie)
    const { categories, audits, environment } = reportOf(`${kicau.url}${path}`, profile)
    await rm(profile, { recursive: true, force: true })
    scores.push(Math.round(categories.performance.score * 100))
    const shown = METRICS.map((metric) => `${metric} ${Math.round(audits[metric]!.numericValue)} ms`)
    process.stdout.write(`${path}: ${scores.at(-1)}  ${shown.join(', ')}, machine ${Math.round(environment.benchmarkIndex)}\n`)
  }
  return median(scores)
}

function reportOf(address: string, profile: string): Report {
  // One renderer: from about:blank Chromium would go to a new one, which on a busy machine is told of the recording
  // after the navigation began, and then the trace has no beginning (Lighthouse's NO_NAVSTART).
  const flags = ['--headless', ...QUIETLY, '--renderer-process-limit=1', `--user-data-dir=${profile}`].join(' ')
  const report = execFileSync(
    join(LIGHTHOUSE, 'node_modules/.bin/lighthouse'),
    [address, '--quiet', '--output=json', '--only-categories=performance', '--form-factor=mobile', `--chrome-flags=${flags}`],
    { env: { ...process.env, CHROME_PATH: BROWSER }, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' },
  )
  return JSON.parse(report) as Report
}

/**
 * A folder of a browser that is signed in and has fetched nothing yet. Cookies given as a header are not sent with the
 * live stream, which is refused then and asked for again every second or two.
 */
async function profileWith(kicau: RunningKicau, cookie: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kicau-browser-'))
  const browser = await chromium.launchPersistentContext(folder, { executablePath: BROWSER, args: QUIETLY })
  const expires = Date.now() / 1000 + 3600
  await browser.addCookies(cookie.split('; ').map((one) => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: kicau.url, expires })))
  await browser.close()
  return folder
}
