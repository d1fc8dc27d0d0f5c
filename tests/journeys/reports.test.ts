import { expect, test } from 'vitest'
import { dayIn } from '#platform/clock'
import { csvCells, workbookCells } from '../harness/index.ts'
import { newVisitor, signUp } from './browser.ts'
import { openDesk } from './desk.ts'

// The week on one screen, the year as a file, and a link that a bank opens: only the report, and only until it ends.

const desk = openDesk()

/** By the shops' clock. */
const year = Number(dayIn('Asia/Jakarta', new Date()).slice(0, 4))

test.each([
  ['id', 360],
  ['ms', 1280],
  ['en', 360],
] as const)('reports in %s at %i px', async (language, width) => {
  const owner = await newVisitor(desk.browser, desk.kicau.url, { language, width, dark: language === 'ms' })
  const { page, t, go, look, complaints, context } = owner
  await signUp(page, desk.kicau.url, 'Tini', `${language}@example.test`)
  for (const [name, currency, country, zone] of [['Sambal', 'IDR', 'ID', 'Asia/Jakarta'], ['Kuih', 'MYR', 'MY', 'Asia/Kuala_Lumpur']] as const)
    expect((await page.request.post('/api/shops', { data: { name, country, currency, zone, worth: { by: 'wage', hourly: 2_500 } } })).status()).toBe(201)
  const shop = ((await (await page.request.get('/api/me')).json()) as { shops: { id: string }[] }).shops[0]!.id
  // Of this quarter and year, whatever the day: noted now.
  for (const amount of [85_000, 60_000]) expect((await page.request.post(`/api/shops/${shop}/orders`, { data: { amount, margin: 35_000, foundUs: { answer: 'said', channel: 'word-of-mouth' } } })).status()).toBe(201)

  await go('/reports', t('reports:title'))
  await page.getByText(t('reports:notice.empty')).first().waitFor()
  await page.getByRole('button', { name: t('reports:screen.later') }).click()
  await page.getByText(language === 'id' ? 'Rp70.000' : 'Rp70,000').first().waitFor()
  await look('reports-week')
  await page.getByRole('radio', { name: t('reports:kinds.year') }).check()
  await page.locator('#report-title').getByText(t('reports:titles.year', { year: String(year - 1) })).waitFor()
  await page.goto(`/reports?kind=proof&period=${year}`)
  await page.getByText(language === 'id' ? 'Rp145.000' : 'Rp145,000').first().waitFor()
  await look('reports-proof')

  // A file that is what it says.
  const file = await page.request.get((await page.getByRole('link', { name: 'PDF' }).getAttribute('href'))!)
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')

  // A link for somebody outside, who has no login here.
  await page.getByRole('button', { name: t('reports:share.make') }).click()
  const address = (await page.locator('code').textContent())!
  expect(address).toMatch(/\/r\/[\w-]{22}$/)
  const bank = await newVisitor(desk.browser, desk.kicau.url, { language: 'en', width })
  const opened = (await bank.page.goto(address))!
  expect(opened.status()).toBe(200)
  expect(opened.headers()).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' })
  await bank.page.getByText(language === 'id' ? 'Rp145.000' : 'Rp145,000').first().waitFor()
  expect(await bank.page.locator('html').getAttribute('lang')).toBe(language)
  expect(await bank.page.locator('script').count()).toBe(0)
  await bank.look('reports-shared')
  await page.getByRole('button', { name: new RegExp(t('reports:share.revoke')) }).click()
  await page.getByText(t('reports:share.revoked')).first().waitFor()
  expect((await bank.page.goto(address))!.status()).toBe(404)
  await bank.context.close()

  // Who gets it by mail; and the shops side by side, each in its own money.
  await page.getByLabel(t('reports:kinds.week'), { exact: true }).last().selectOption('ms')
  await page.getByText(t('reports:mail.saved')).first().waitFor()
  await go(`/reports/shops?kind=year&period=${year}`, t('reports:shops.question'))
  await page.getByText(language === 'id' ? 'RM0,00' : 'RM0.00').first().waitFor()
  await look('reports-shops')
  // A link that ended is told so, not that it was mistyped.
  const ended = await page.request.get(`/r/${'0'.repeat(32)}?lang=${language}`)
  expect([ended.status(), (await ended.text()).includes(t('reports:share.gone'))]).toEqual([404, true])
  expect(complaints).toEqual([])
  await context.close()
})

test('an unsubscribe link ends it by one POST without a login, as mail programs send it, and by nothing less', async () => {
  const made = await fetch(`${desk.kicau.url}/r/stop/018f0000-0000-7000-8000-000000000000.${'0'.repeat(32)}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })
  expect(made.status).toBe(404)
})

/** Of what stands on a screen the number, as its reader reads it. */
const numberOn = (text: string, language: string): number => {
  const digits = text.replace(/[^\d.,−]/g, '').replace('−', '-')
  return Number(language === 'id' ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', ''))
}
const apart = (text: string) => text.replace(/\s+/g, ' ').trim()

test.each([
  ['id', 360, 'sambal-bu-tini'],
  ['ms', 1280, 'kuih-kak-ros'],
  ['en', 1280, 'sambal-bu-tini'],
] as const)('what is taken away as a file is what stood on the screen, in %s at %i px: %s', async (language, width, demo) => {
  const { page, t, go, complaints, context } = await newVisitor(desk.browser, desk.kicau.url, { language, width })
  await page.goto(`/demo?shop=${demo}`)
  await page.waitForURL('**/payback*', { timeout: 90_000 })
  const zone = demo === 'kuih-kak-ros' ? 'Asia/Kuala_Lumpur' : 'Asia/Jakarta'
  // In which weeks lie of which both demos tell, also on the first days of a year.
  const [ofYear, month] = dayIn(zone, new Date(Date.now() - 14 * 86_400_000)).split('-') as [string, string]
  const ofQuarter = `${ofYear}-Q${Math.ceil(Number(month) / 3)}`
  let numbers = 0
  for (const kind of ['year', 'quarter', 'proof']) {
    await go(`/reports?kind=${kind}&period=${kind === 'quarter' ? ofQuarter : ofYear}`, t('reports:title'))
    await page.locator('#report-title').waitFor()
    await page.getByRole('table').first().waitFor()
    const screen = apart(await page.locator('main').innerText())
    const tables = await page.getByRole('table').evaluateAll((all) =>
      all.map((table) => ({
        title: table.querySelector('caption')?.textContent.trim() ?? '',
        rows: [...table.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim())),
      })),
    )
    const file = async (name: string) => (await page.request.get((await page.getByRole('link', { name, exact: true }).getAttribute('href'))!)).body()
    for (const sheet of [csvCells((await file('CSV')).toString('utf8')), workbookCells(await file('Excel'))]) {
      // Figures stand above the first table, each beside the words of the screen.
      const first = sheet.findIndex(([head], at) => at > 0 && head === t('reports:words.todo'))
      for (const [label, value, words] of sheet.slice(0, first < 0 ? 12 : first)) {
        if (typeof value !== 'number') continue
        expect(screen, `${kind} ${label}`).toContain(apart(String(words)))
        expect(screen).toContain(String(label))
      }
      for (const { title, rows } of tables.filter((one) => sheet.some((row) => row.length === 1 && row[0] === one.title))) {
        const from = sheet.findIndex((row) => row.length === 1 && row[0] === title) + 2
        rows.forEach((cells, at) =>
          cells.forEach((text, column) => {
            const kept = sheet[from + at]![column] ?? ''
            if (typeof kept === 'string') return expect(text, `${kind} ${title} ${at}`).toBe(apart(kept))
            numbers++
            // A duration in words is told in hours there; a share of a hundred as a share.
            const shown = text.includes('%') ? numberOn(text, language) / 100 : numberOn(text, language)
            if (/\p{L}.*\d.*\p{L}|\d \p{L}/u.test(text)) return expect(text, `${kind} ${title} ${at}`).toMatch(new RegExp(`^−?${Math.floor(Math.abs(kept))}\\D`))
            expect(Math.abs(shown - kept), `${kind} ${title} ${at}: ${text} is not ${kept}`).toBeLessThanOrEqual(text.includes('%') ? 0.00501 : 1e-9)
          }),
        )
      }
    }
  }
  expect(numbers).toBeGreaterThan(demo === 'sambal-bu-tini' ? 300 : 60)
  expect(complaints).toEqual([])
  await context.close()
})
