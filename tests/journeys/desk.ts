import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startKicau, type RunningKicau } from '../harness/index.ts'
import { openBrowser } from './browser.ts'

/** A whole Kicau and a browser for a file of journeys: there from its first test to its last. `settings` are asked for as it starts. */
export function openDesk(settings: () => Record<string, string> = () => ({})): { readonly kicau: RunningKicau; readonly browser: Browser } {
  const desk = {} as { kicau: RunningKicau; browser: Browser }
  beforeAll(async () => {
    ;[desk.kicau, desk.browser] = await Promise.all([startKicau(settings()), openBrowser()])
  }, 180_000)
  afterAll(async () => {
    await desk.browser.close()
    await desk.kicau.remove()
  })
  return desk
}
