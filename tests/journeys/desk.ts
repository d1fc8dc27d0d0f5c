import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startKicau, type RunningKicau } from '../harness/index.ts'
import { openBrowser } from './browser.ts'

/** A whole Kicau and a browser for a file of journeys: there from its first test to its last. */
export function openDesk(): { readonly kicau: RunningKicau; readonly browser: Browser } {
  const desk = {} as { kicau: RunningKicau; browser: Browser }
  beforeAll(async () => {
    ;[desk.kicau, desk.browser] = await Promise.all([startKicau(), openBrowser()])
  }, 180_000)
  afterAll(async () => {
    await desk.browser.close()
    await desk.kicau.remove()
  })
  return desk
}
