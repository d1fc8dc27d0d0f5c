import { expect, test } from 'vitest'
import type { Language } from '#contract/values.ts'
import { newVisitor } from './browser.ts'
import { openDesk } from './desk.ts'
import * as steps from './steps.ts'

/**
 * One shop followed all the way round, as its owner goes: begin, connect, page, post, visit, sell, count, decide. A file
 * for each width.
 */
export function followThread(width: number): void {
  const desk = openDesk()

  test.each<Language>(['id', 'ms', 'en'])(`the thread in %s at ${width} px`, { timeout: 300_000 }, async (language) => {
    const owner = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark: language === 'en' })
    const shop = await steps.begin(owner, `${language}${width}@example.test`)
    await steps.connectAccounts(owner)
    await steps.fillShopPage(owner, shop)
    const link = await steps.writePost(owner)
    const code = await steps.beVisited(owner, desk.browser, desk.kicau.url, link)
    await steps.sell(owner, shop, code)
    await steps.importOrders(owner)
    await steps.noteHoursAndCosts(owner)
    await steps.readPayback(owner)
    await steps.endTheDay(owner)
    for (const place of ['/links', '/settings', '/more']) {
      await owner.go(place)
      await owner.page.getByRole('heading', { level: 1 }).waitFor()
      await owner.look(place.slice(1))
    }
    expect(owner.complaints).toEqual([])
    await owner.context.close()

    const stranger = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark: language === 'ms' })
    await steps.testMyself(stranger, language)
    expect(stranger.complaints).toEqual([])
    await stranger.context.close()
  })
}
