import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Language } from '#contract/values.ts'
import { textsIn, type Texts } from '#platform/i18n'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Set `KICAU_SHOTS` to a folder to have every step's screen there, for a person to look at. */
const SHOTS = process.env.KICAU_SHOTS

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    // Chromium without its window where there is one: nothing is drawn around the pages, which is a sixth of the work.
    executablePath: process.env.CHROMIUM || ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      // The tracker does not count browsers that are steered; here the visitors are.
      '--disable-blink-features=AutomationControlled',
    ],
  })
}

export interface Visitor {
  context: BrowserContext
  page: Page
  t: Texts
  language: Language
  /** What the page complained of; a journey ends with none. */
  complaints: string[]
  /** Goes there and waits until the screen is drawn: its question alone stands there before any script has run. */
  go(path: string, title?: string): Promise<void>
  /** Goes to the end of the screen by key: what lies far below is drawn when somebody comes nearer, or after a while. */
  readOn(): Promise<void>
  /** Looks at the screen: axe finds nothing, nothing scrolls sideways, a picture is kept where asked. */
  look(name: string): Promise<void>
}

export interface VisitorLook {
  language: Language
  width: number
  dark?: boolean
  /** What the browser says it is; its own when left out. */
  userAgent?: string
  /** Whether the pages may run theirs. Without, axe can't look at them. */
  scripts?: boolean
}

export async function newVisitor(browser: Browser, base: string, { language, width, dark = false, userAgent, scripts = true }: VisitorLook): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height: width < 800 ? 740 : 860 },
    locale: language,
    ...(userAgent && { userAgent }),
    permissions: ['clipboard-read', 'clipboard-write'],
    colorScheme: dark ? 'dark' : 'light',
    // A moving thing has half its contrast for a moment.
    reducedMotion: 'reduce',
    hasTouch: width < 800,
    javaScriptEnabled: scripts,
  })
  // Other work may share the machine; what comes at once is not waited for.
  context.setDefaultTimeout(45_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) complaints.push(message.text())
  })
  return {
    context,
    page,
    complaints,
    t: textsIn(language),
    language,
    go: async (path, title) => {
      await page.goto(path)
      await page.locator('#ahead').waitFor({ state: 'detached' })
      if (title) await page.getByRole('heading', { level: 1, name: title }).waitFor()
    },
    readOn: () => page.keyboard.press('End'),
    look: async (name) => {
      if (SHOTS) {
        await mkdir(SHOTS, { recursive: true })
        // A layer is looked at where it lies; drawn over the whole page it would lie somewhere else.
        await page.evaluate(() => scrollTo(0, 0))
        const layered = await page.locator('[role=dialog], [role=menu]').first().isVisible()
        await page.screenshot({ path: join(SHOTS, `${name}-${width}-${language}${dark ? '-dark' : ''}.png`), fullPage: !layered })
      }
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
      await page.evaluate(axeSource)
      const found = await page.evaluate(async () => {
        const axe = (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe
        // No rule of these asks for the style sheets, which axe would fetch once more each time.
        const { violations } = await axe.run({ preload: false, resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`).join(' | ')}`)
      })
      expect(found, name).toEqual([])
    },
  }
}

let people = 0

/**
 * A login of one's own, as the form asks for it. The server takes three new ones in ten seconds from one address, and a
 * quick test meets that: it waits as long as it is told to. Behind a proxy that is trusted each comes from an address of its own.
 */
export async function signUp(page: Page, base: string, name: string, email = `${crypto.randomUUID()}@example.test`): Promise<void> {
  const address = `203.0.113.${1 + (people++ % 250)}`
  for (;;) {
    const answer = await page.request.post('/api/auth/sign-up/email', { data: { name, email, password: 'sambal-level-5' }, headers: { origin: base, 'x-forwarded-for': address } })
    if (answer.ok()) return
    expect(answer.status(), await answer.text()).toBe(429)
    await page.waitForTimeout(Number(answer.headers()['x-retry-after']) * 1_000)
  }
}

/**
 * Presses the button of the form for a new login, as often as the server asks for: it takes three new ones in ten
 * seconds from one address, and says how long to wait.
 */
export async function makeLogin(page: Page, name: string): Promise<void> {
  for (;;) {
    const answered = page.waitForResponse('**/api/auth/sign-up/email')
    await page.getByRole('button', { name }).click()
    const answer = await answered
    if (answer.status() !== 429) return
    await page.waitForTimeout(Number(answer.headers()['x-retry-after']) * 1_000)
  }
}
