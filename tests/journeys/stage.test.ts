import { expect, test } from 'vitest'
import { newVisitor, signUp } from './browser.ts'
import { openDesk } from './desk.ts'

// At which stage: the demo's evidence and months, the self-test kept beside it, a word of disagreement, the story in public;
// and the act that ends stage 3, which comes back on Today until it is done.

const desk = openDesk()

test.each([
  ['id', 360, false],
  ['ms', 360, true],
  ['en', 1280, false],
] as const)('the stage in %s at %i px', async (language, width, dark) => {
  const { page, t, go, look, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
  await page.goto('/demo?shop=sambal-bu-tini')
  await page.waitForURL('**/payback*', { timeout: 90_000 })
  await go('/stage', t('stage:title'))
  await page.getByRole('heading', { name: t('self-test:stages.6.name') }).first().waitFor()
  await page.getByText(t('stage:next.share')).waitFor()
  const { months } = (await (await page.request.get(`/api/shops/${((await (await page.request.get('/api/me')).json()) as { shops: { id: string }[] }).shops[0]!.id}/stage`)).json()) as {
    months: { stage: number }[]
  }
  expect(months.map(({ stage }) => stage)).toEqual([1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6])
  await page.locator('ol button').nth(4).click()
  await page.getByRole('status').getByText(t('stage:history.foundUs')).waitFor()
  await look('stage')

  await page.getByRole('button', { name: t('stage:disagree.open') }).click()
  await page.getByRole('dialog').waitFor()
  await page.getByRole('textbox', { name: t('stage:disagree.why') }).fill('…')
  await look('stage-disagree')
  await page.getByRole('button', { name: t('stage:disagree.send') }).click()
  await page.getByRole('button', { name: t('ui:undo') }).first().click()

  await go('/stage/story', t('stage:story.title'))
  await page.getByLabel(t('stage:story.headline')).waitFor()
  await look('stage-story')

  // The self-test keeps nothing; its result is brought along and kept by a tap.
  await page.goto(`/tahap?lang=${language}&${Array.from({ length: 12 }, (_, index) => `q${index + 1}=4`).join('&')}`)
  await page.getByRole('link', { name: t('self-test:page.keep') }).click()
  await page.getByRole('button', { name: t('stage:selfTest.keep') }).click()
  await page.locator('b', { hasText: t('stage:selfTest.result', { stage: 4, name: t('self-test:stages.4.name') }) }).waitFor()
  await page.getByText(t('stage:selfTest.below')).waitFor()
  await page.getByRole('button', { name: t('stage:selfTest.forget') }).click()
  await page.locator('b', { hasText: t('stage:selfTest.result', { stage: 5, name: t('self-test:stages.5.name') }) }).waitFor()
  // It was taken in the sixth month, and is held against the stage that was seen then.
  await page.getByText(t('stage:selfTest.then-above')).waitFor()
  await page.getByText(`3 · ${t('self-test:stages.3.name')}`).first().waitFor()

  const stranger = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
  await stranger.page.goto('/s/sambal-bu-tini/cerita')
  await stranger.page.getByRole('heading', { level: 1, name: 'Dari pasar Kotagede, setengah jam sehari' }).waitFor()
  await stranger.page.getByText('Rp1.315.000').waitFor()
  expect(await stranger.page.locator('script').count()).toBe(0)
  await stranger.look('story')
  expect((await stranger.page.goto('/s/tidak-ada/cerita'))!.status()).toBe(404)
  expect(stranger.complaints).toEqual([])
  await stranger.context.close()
  expect(complaints).toEqual([])
  await context.close()
})

test.each([
  ['id', 1280, true],
  ['ms', 360, false],
  ['en', 360, false],
] as const)('the resolution in %s at %i px', async (language, width, dark) => {
  const { page, t, go, readOn, look, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark })
  await signUp(page, desk.kicau.url, 'Bu Tini')
  const post = async (path: string, data: object, method = 'POST') => {
    const answer = await page.request.fetch(path, { method, data })
    expect(answer.ok(), await answer.text()).toBe(true)
    return answer
  }
  const { id } = (await (await post('/api/shops', { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' })).json()) as { id: string }
  await post(`/api/shops/${id}/accounts`, { network: 'instagram', way: 'hand-over', handle: 'sambalbutini' })

  // It cannot be told yet whether this is a beginning or a standstill, and the screen says what to say first.
  await go('/stage', t('stage:title'))
  await page.getByText(t('stage:say.facts.inUse')).waitFor()
  await page.getByText(t('stage:tell.answered')).waitFor()
  await look('stage-new')
  await page.getByRole('group', { name: t('stage:say.facts.inUse') }).getByRole('radio').last().check()
  await page.getByText(t('stage:next.resolution')).waitFor()
  await look('resolution')
  // Three taps: each is kept at once. Here the hour is one of their own, and nobody has brought a buyer yet.
  await page.getByRole('button', { name: t('stage:resolution.autopostDo') }).click()
  await page.getByText(t('stage:resolution.autopostOff')).first().waitFor()
  await page.getByRole('button', { name: t('stage:resolution.otherHour') }).click()
  await page.getByLabel(t('stage:resolution.otherHour')).last().fill('06:15')
  await page.getByRole('button', { name: t('stage:resolution.save') }).click()
  await page.getByText(t('stage:resolution.at', { hour: '06:15' })).first().waitFor()
  await page.getByLabel(t('stage:resolution.person', { number: 1 })).fill('Bu Sri')
  await page.getByLabel(t('stage:resolution.person', { number: 2 })).fill('Mbak Ayu <b>')
  await look('resolution-two-taps')
  await page.getByRole('button', { name: t('stage:resolution.peopleDo') }).click()
  await page.getByText(t('stage:resolution.toTalk', { name: 'Bu Sri' })).waitFor()
  await page.getByText(t('stage:next.resolved')).waitFor()
  await look('resolution-made')

  await go('/today', t('coach:today.title'))
  const ofSri = page.getByRole('listitem').filter({ hasText: t('coach-agenda:reasons.resolved-talk-hour', { hour: '06:15', name: 'Bu Sri' }) })
  await ofSri.waitFor()
  // Its hour is the hour of the thirty minutes by now.
  await readOn()
  await page.getByText(t('coach:today.box.labelAt', { hour: '06:15' })).waitFor()
  await look('today-resolution')
  await ofSri.getByRole('button', { name: t('coach:today.done') }).click()
  await ofSri.getByRole('button', { name: t('coach:today.done') }).waitFor({ state: 'hidden' })
  const ofAyu = page.getByRole('listitem').filter({ hasText: 'Mbak Ayu <b>' })
  await ofAyu.getByRole('link', { name: t('coach:today.do') }).click()
  await page.waitForURL('**/stage#resolution')
  await page.getByText(t('stage:resolution.toTalk', { name: 'Mbak Ayu <b>' })).waitFor()
  await page.getByText(t('stage:resolution.toTalk', { name: 'Bu Sri' })).waitFor({ state: 'hidden' })
  await look('resolution-half')

  await post(`/api/shops/${id}/stage/self-tests`, { answers: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`q${index + 1}`, '5'])) })
  await page.getByText(t('stage:selfTest.above')).waitFor()
  await page.getByRole('listitem').filter({ hasText: t('stage:gates.cadence') }).nth(1).waitFor()
  await look('self-test-differs')

  await page.getByRole('button', { name: t('stage:resolution.drop') }).click()
  await page.getByRole('button', { name: t('stage:resolution.autopostDo') }).waitFor()
  await go('/today', t('coach:today.title'))
  await readOn()
  await page.getByRole('button', { name: t('coach:today.end') }).waitFor()
  expect(await page.getByText('Mbak Ayu').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})

test('a link to a part of a screen leads to that part, also where it is drawn late and what is above it comes later still', async () => {
  const { page, t, go, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language: 'id', width: 360 })
  await signUp(page, desk.kicau.url, 'Bu Tini')
  const { id } = (await (await page.request.post('/api/shops', { data: { name: 'Sambal', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta' } })).json()) as { id: string }
  await page.request.post(`/api/shops/${id}/accounts`, { data: { network: 'instagram', way: 'hand-over', handle: 'sambalbutini' } })
  let moved = Promise.resolve()
  await page.route(`**/api/shops/${id}/friends`, (route) => setTimeout(() => void moved.then(() => route.continue()), 800))
  await page.route(`**/api/shops/${id}/accounts`, (route) => setTimeout(() => void route.continue(), 1_600))
  const isAtTop = async () => {
    await page.getByText(t('networks:states.hand-over'), { exact: true }).waitFor()
    // As far below the edge as whatever a key leads to.
    await expect.poll(() => page.locator('#friends').evaluate((part) => Math.round(part.getBoundingClientRect().top))).toBe(64)
  }

  await go('/today', t('coach:today.title'))
  await page.getByRole('listitem').filter({ hasText: t('networks-agenda:items.invite') }).getByRole('link', { name: t('coach:today.do') }).click()
  await page.waitForURL('**/accounts#friends')
  await isAtTop()
  await go('/accounts#friends', t('networks:title'))
  await isAtTop()

  // Who moves meanwhile is left where they are: the part itself is told of once they have, however long that takes here.
  const { promise, resolve } = Promise.withResolvers<void>()
  moved = promise
  await go('/today', t('coach:today.title'))
  await page.getByRole('listitem').filter({ hasText: t('networks-agenda:items.invite') }).getByRole('link', { name: t('coach:today.do') }).click()
  await page.waitForURL('**/accounts#friends')
  // The address is there before the screen.
  await page.getByRole('heading', { level: 1, name: t('networks:title') }).waitFor()
  const wheeled = await page.evaluateHandle(() => ({ told: new Promise<void>((told) => addEventListener('wheel', () => told(), { once: true, passive: true })) }))
  await page.mouse.wheel(0, 1)
  await wheeled.evaluate(({ told }) => told)
  resolve()
  await page.getByText(t('networks:states.hand-over'), { exact: true }).waitFor()
  await page.locator('#friends').waitFor()
  expect(await page.evaluate(() => scrollY)).toBeLessThan(10)
  expect(complaints).toEqual([])
  await context.close()
})
