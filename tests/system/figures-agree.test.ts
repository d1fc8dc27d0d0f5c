import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attribution } from '#contract/attribution.ts'
import type { ChannelPage } from '#contract/channel-page.ts'
import type { CostsOfMonth } from '#contract/costs.ts'
import type { Book } from '#contract/ledger.ts'
import { cuts, type PaybackLines } from '#contract/payback-lines.ts'
import type { ChannelLine, PaybackMonth, PaybackMonths, PaybackRows } from '#contract/payback.ts'
import { languages } from '#contract/values.ts'
import { reportKinds, type Report, type ReportKind } from '#contract/reports.ts'
import type { OrdersSummary } from '#contract/shop.ts'
import type { Story } from '#contract/stage.ts'
import { addMonths, dayIn } from '#platform/clock'
import { textsIn } from '#platform/i18n'
import { csvCells, memberBy, newMember, pdfText, startKicau, workbookCells, type Member, type RunningKicau, type SheetCell } from '../harness/index.ts'

// Two figures that tell the same are the same, whichever screen, file or page tells them: over the whole of both demos,
// every month and channel. And every figure opens to rows that add up to it, to the rupiah and to the sen.

let kicau: RunningKicau
beforeAll(async () => {
  kicau = await startKicau()
}, 120_000)
afterAll(() => kicau.remove())

/** Of the whole demo: asked for once. */
interface Shown {
  guest: Member
  ask<Answer>(path: string): Promise<Answer>
  overview: PaybackMonths
  months: PaybackMonth[]
}

async function openDemo(shop: string): Promise<Shown> {
  const answer = await fetch(`${kicau.url}/api/demo`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ shop }) })
  expect(answer.status).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  return shownTo(memberBy(kicau.url, answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '), id))
}

/**
 * A shop in which all that makes figures hard stands in three months: a closed one with what came to light after, orders that came back and
 * failed at the door, one whose margin nobody told, one of which it is estimated by the usual one, one in money without a rate, rewards, what is of no one channel, an opening balance, and
 * a raise within a month.
 */
async function openHardShop(): Promise<Shown> {
  const owner = await newMember(kicau.url, 'Tini')
  const today = dayIn('Asia/Jakarta', new Date())
  const [longAgo, lately] = [addMonths(today.slice(0, 7), -2), addMonths(today.slice(0, 7), -1)]
  const send = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const { status, body: told } = await owner.call(method, path, body)
    expect([200, 201, 204], `${method} ${path} ${JSON.stringify(told)}`).toContain(status)
    return told
  }
  const { id: me } = (await send<{ members: { id: string }[] }>('GET', '/payback/book')).members[0]!
  await send('PUT', `/members/${me}/worth`, { from: `${longAgo}-01`, worth: { by: 'wage', hourly: 25_000 } })
  await send('PUT', `/members/${me}/worth`, { from: `${lately}-10`, worth: { by: 'wage', hourly: 33_333 } })
  const sell = (day: string, given: object = {}) => send<{ id: string }>('POST', '/orders', { amount: 60_000, margin: 35_000, salesPlace: 'chat', orderedAt: day, foundUs: { answer: 'said', channel: 'instagram' }, ...given })
  const [returned] = [await sell(`${longAgo}-03`), await sell(`${longAgo}-04`, { foundUs: { answer: 'said', channel: 'facebook' }, phone: '081200000001' }), await sell(`${longAgo}-28`)]
  const failed = await sell(`${lately}-05`, { foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } })
  await sell(`${lately}-06`, { foundUs: { answer: 'said', channel: 'word-of-mouth', detail: 'Mbak Ayu' } })
  await sell(`${lately}-07`, { phone: '081200000001' })
  await sell(`${lately}-08`, { margin: null })
  await sell(`${lately}-09`, { salesPlace: 'shopee', foundUs: { answer: 'not-asked' } })
  await sell(`${lately}-11`, { amount: 12_50, currency: 'SGD', margin: undefined })
  await send('PUT', '/orders/usual-margins', { salesPlace: 'counter', from: null, keeps: 40, fee: null })
  await sell(`${longAgo}-29`.replace('-02-29', '-02-28'), { salesPlace: 'counter', margin: null })
  await sell(today)
  for (const [day, minutes, channel] of [[`${longAgo}-03`, 37, 'instagram'], [`${lately}-09`, 25, 'instagram'], [`${lately}-10`, 25, 'instagram'], [`${lately}-12`, 11, null]] as const) await send('POST', '/minutes', { channel, activity: 'answer', day, minutes })
  const spend = (day: string, amount: number, given: object = {}) => send('POST', '/costs', { channel: null, kind: 'tool', day, amount, ...given })
  await spend(`${longAgo}-02`, 10_001)
  await spend(`${lately}-02`, 20_000)
  await spend(`${lately}-15`, 5_000, { channel: 'word-of-mouth', kind: 'reward', reward: { given: 'money', person: 'Mbak Ayu' } })
  await send('POST', '/payback/openings', { channel: 'facebook', memberId: me, minutes: 90, amount: 50_000, day: `${addMonths(longAgo, -1)}-15` })
  await send('POST', `/payback/month/${longAgo}/close`)
  await send('PATCH', `/orders/${returned.id}`, { state: 'returned', returnCost: 9_000 })
  await spend(`${longAgo}-20`, 7_777, { channel: 'tiktok', kind: 'ads' })
  await send('PATCH', `/orders/${failed.id}`, { state: 'cod-failed', returnCost: 15_000 })
  return shownTo(owner)
}

async function shownTo(guest: Member): Promise<Shown> {
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const { status, body } = await guest.call('GET', path)
    expect(status, path).toBe(200)
    return body
  }
  const overview = await ask<PaybackMonths>('/payback/months')
  const months: PaybackMonth[] = []
  for (const { month } of overview.months) months.push(await ask<PaybackMonth>(`/payback/month/${month}`))
  return { guest, ask, overview, months }
}

/** Every amount and count of a line that is a sum of its rows. */
const sumsOf = ({ orders, hours, costs, traffic, corrections, profit }: Pick<ChannelLine, 'orders' | 'hours' | 'costs' | 'traffic' | 'corrections' | 'profit'>) => ({
  orders: orders.count,
  first: orders.first,
  returning: orders.returning,
  revenue: orders.revenue,
  margin: orders.marginKnown,
  marginMissing: orders.marginMissing,
  minutes: hours.minutes,
  hours: hours.costKnown,
  ...costs,
  visitsEarning: traffic.visits,
  traffic: traffic.total,
  corrections: corrections.count,
  corrected: corrections.total,
  known: profit.known,
})
type Summed = ReturnType<typeof sumsOf>

const added = (lines: readonly Summed[]): Summed =>
  Object.fromEntries(Object.keys(lines[0]!).map((name) => [name, lines.reduce((sum, line) => sum + line[name as keyof Summed], 0)])) as unknown as Summed

/** All pages of the rows behind a figure: how many they are, what they add up to one by one, and what is said of their sum. */
async function rowsOf({ ask }: Shown, path: string, query: Record<string, string>) {
  let cursor: string | undefined
  let told: PaybackRows
  let added = 0
  let minutes = 0
  let count = 0
  do {
    told = await ask<PaybackRows>(`${path}?${new URLSearchParams({ ...query, limit: '100', ...(cursor && { cursor }) }).toString()}`)
    count += told.rows.length
    for (const row of told.rows) {
      added += ('margin' in row ? row.margin : 'cost' in row ? row.cost : row.amount) ?? 0
      if ('minutes' in row) minutes += row.minutes
    }
    cursor = told.next
  } while (cursor)
  expect([told.sum, told.count], `${path} ${JSON.stringify(query)}`).toEqual([added, count])
  return { added, minutes, count }
}

const HARD = 'a shop in which all that is hard happened'

describe.each(['sambal-bu-tini', 'kuih-kak-ros', HARD])('%s', (demo) => {
  let shown: Shown
  beforeAll(async () => {
    shown = demo === HARD ? await openHardShop() : await openDemo(demo)
    // What tells nothing would agree with itself.
    expect(shown.months.filter(({ empty }) => !empty).length).toBeGreaterThanOrEqual(demo === 'sambal-bu-tini' ? 15 : 2)
    if (demo === HARD) {
      const [closed, lately, running] = shown.months as [PaybackMonth, PaybackMonth, PaybackMonth]
      expect(closed).toMatchObject({ closed: true, correctedLater: { count: 2 } })
      expect(lately).toMatchObject({ total: { profit: { net: null, missing: { orders: 2 } }, costs: { return: 15_000, reward: 5_000 } }, unattributed: { count: 1 } })
      expect(running.total.corrections.count).toBe(2)
    }
  }, 120_000)

  test('a month is the same in the overview, by channel, on the channels’ own pages, and in what is added up', async () => {
    const { overview, months, ask } = shown
    const opening = (await ask<Book>('/payback/book')).openingTotal
    let since = opening
    for (const [at, month] of months.entries()) {
      const { total, channels, shared } = month
      const named = month.month
      expect(overview.months[at], named).toMatchObject({ month: named, running: month.running, orders: total.orders.count, minutes: total.hours.minutes, profit: { net: total.profit.net, known: total.profit.known }, cumulated: total.cumulated })
      expect(total.breakEven).toBe(overview.breakEven)
      // What the screen writes as a sum is one.
      for (const line of [...channels, ...(shared ? [shared] : []), total]) {
        const { margin, hours, total: costs, traffic, corrected, known } = sumsOf(line)
        expect(margin - hours - costs + traffic + corrected, named).toBe(known)
      }
      if (channels.length > 0) expect(added([...channels, ...(shared ? [shared] : [])].map(sumsOf)), named).toEqual(sumsOf(total))
      since += total.profit.known
      expect(total.cumulated.known, `${named} since the beginning`).toBe(since)
    }
    const all = new Set(months.flatMap(({ channels }) => channels.map(({ channel }) => channel)))
    for (const channel of all) {
      for (const month of months) {
        const page = await ask<ChannelPage>(`/payback/channel/${channel}?month=${month.month}`)
        const line = month.channels.find((one) => one.channel === channel) ?? null
        expect(page.line, `${channel} ${month.month}`).toEqual(line)
        const own = page.months.find((one) => one.month === month.month)
        if (line && own) expect(own, `${channel} ${month.month}`).toEqual({ month: month.month, profit: line.profit, cumulated: line.cumulated, first: line.orders.first, returning: line.orders.returning, minutes: line.hours.minutes })
        if (line && line.orders.count > 0) expect(own, `${channel} ${month.month}`).toBeDefined()
      }
    }
  }, 240_000)

  test('every figure of every month opens to rows that add up to it', async () => {
    for (const { month, total, channels, shared, unattributed } of shown.months) {
      const path = `/payback/month/${month}/rows`
      const lines = [...channels.map((line) => [line.channel, line] as const), ...(shared ? [['shared', shared] as const] : []), [null, total] as const]
      for (const [channel, line] of lines) {
        const rows = (figure: string) => rowsOf(shown, path, { figure, ...(channel && { channel }) })
        const said = `${month} ${channel}`
        expect(await rows('orders'), said).toMatchObject({ count: line.orders.count, added: line.orders.marginKnown })
        expect(await rows('hours'), said).toMatchObject({ minutes: line.hours.minutes, added: line.hours.costKnown })
        expect((await rows('costs')).added, said).toBe(line.costs.total - line.costs.return)
        expect((await rows('returns')).added, said).toBe(line.costs.return)
        expect((await rows('traffic')).added, said).toBe(line.traffic.total)
        expect(await rows('corrections'), said).toMatchObject({ count: line.corrections.count, added: line.corrections.total })
      }
      if (unattributed) expect(await rowsOf(shown, path, { figure: 'orders', channel: 'unattributed' }), month).toMatchObject({ count: unattributed.count, added: unattributed.marginKnown })
    }
  }, 240_000)

  test('by campaign, post, placement and person it is the same month, and each line opens to its rows', async () => {
    for (const { month, total } of shown.months)
      for (const cut of cuts) {
        const path = `/payback/month/${month}/by/${cut}`
        const told = await shown.ask<PaybackLines>(path)
        expect(sumsOf(told.total), path).toEqual(sumsOf(total))
        expect(told.total.profit, path).toEqual(total.profit)
        expect(added([...told.lines, told.none].map(sumsOf)), path).toEqual(sumsOf(total))
        for (const line of [...told.lines, told.none]) {
          const rows = (figure: string) => rowsOf(shown, `${path}/rows`, { figure, ...(line.key !== null && { key: line.key }) })
          expect(await rows('orders'), `${path} ${line.key}`).toMatchObject({ count: line.orders.count, added: line.orders.marginKnown })
          expect(await rows('hours'), `${path} ${line.key}`).toMatchObject({ minutes: line.hours.minutes, added: line.hours.costKnown })
          expect((await rows('costs')).added, `${path} ${line.key}`).toBe(line.costs.total - line.costs.return)
        }
      }
  }, 240_000)

  test('orders, visits and ways of counting know as many as Payback does', async () => {
    for (const { month, total, channels, unattributed, correctedLater } of shown.months) {
      const summary = await shown.ask<OrdersSummary>(`/orders/summary?month=${month}`)
      // A closed month stays as it was read: what came to light since is among the orders of now, and among the corrections.
      if (correctedLater.count === 0) expect(summary, month).toMatchObject({ month, orders: total.orders.count + (unattributed?.count ?? 0), amount: total.orders.revenue + (unattributed?.revenue ?? 0), margin: total.orders.marginKnown + (unattributed?.marginKnown ?? 0) })
      const costs = await shown.ask<CostsOfMonth>(`/costs?month=${month}`)
      if (correctedLater.count === 0) expect(costs.total, month).toBe(total.costs.total - total.costs.return)
      const { month: counted } = await shown.ask<Attribution>(`/payback/month/${month}/attribution`)
      expect(counted.orders.counted + counted.orders.traceless, month).toBe(summary.orders)
      const visits = await shown.ask<{ channels: { channel: string; visits: number }[] }>(`/visits/channels?from=${month}-01&to=${lastDayOf(month)}`)
      for (const line of channels) expect(visits.channels.find(({ channel }) => channel === line.channel)?.visits ?? 0, `${month} ${line.channel}`).toBe(line.visits)
    }
  }, 240_000)

  test('the story’s figures and the stage’s evidence are of a month, and are what Payback says of it', async () => {
    const { month: named, known } = await shown.ask<Story>('/stage/story')
    const { total, running, also } = shown.months.find(({ month }) => month === named)!
    expect(running).toBe(false)
    const measure = (of: PaybackMonth['also'], name: string) => of.measures.find((one) => one.measure === name)!.value
    const story = Object.fromEntries(known.map(({ figure, value }) => [figure, value]))
    expect({ profit: null, ...story }).toMatchObject({ orders: total.orders.count, profit: total.profit.net, hours: total.hours.minutes, 'word-of-mouth': measure(also, 'told-by-people'), 'found-us': measure(also, 'found-us-answered') })
    // In public it is only said of who surely has.
    expect(story['paid-back'] ?? null).toBe(total.cumulated.verdict === 'likely' ? total.breakEven : null)
    const stage = await shown.ask<{ months: { month: string; running: boolean; facts: { foundUs: { value: number } | null } }[] }>('/stage')
    for (const { month, running: still, facts } of stage.months)
      if (!still) expect(facts.foundUs?.value ?? null, month).toBe(measure(shown.months.find((one) => one.month === month)!.also, 'found-us-answered'))
    // The page that anyone may read, where there is one.
    const page = await fetch(`${kicau.url}/s/${demo}/cerita`, { headers: { 'accept-language': 'id' } })
    expect(page.status).toBe(demo === 'sambal-bu-tini' ? 200 : 404)
    if (demo === 'sambal-bu-tini') expect(await page.text()).toContain('Rp1.315.000')
  })

  test('a report says what Payback says: each quarter, year and week, and they add up to each other', async () => {
    const { months, overview, ask } = shown
    const chosen = (from: string, to: string) => months.filter(({ month }) => month >= from && month <= to)
    for (const kind of ['quarter', 'year', 'proof'] as const)
      for (const period of periodsOf(kind, overview)) {
        const read = await ask<Report>(`/report/${kind}?period=${period}&lang=id`)
        const within = chosen(...monthsIn(period))
        const said = `${kind} ${period}`
        const sum = added(within.map(({ total }) => sumsOf(total)))
        const units = (amount: number) => amount / (read.currency === 'IDR' ? 1 : 100)
        const figure = (name: string) => read.figures.find((one) => one.name === name)!.cell.number?.value
        const missing = within.some(({ total }) => total.profit.net === null)
        if (kind === 'proof') {
          expect([figure('sold'), figure('worked'), figure('revenue')], said).toEqual([sum.orders, hoursOf(sum.minutes), units(sum.revenue)])
          if (!missing) expect(figure('left'), said).toBe(units(sum.known))
        } else {
          expect([figure('orders'), figure('minutes')], said).toEqual([sum.orders, hoursOf(sum.minutes)])
          if (!missing) expect([figure('margin'), figure('net')], said).toEqual([units(sum.margin), units(sum.known)])
          const cumulated = within.at(-1)!.total.cumulated
          if (cumulated.net !== null) expect(figure('cumulated'), said).toBe(units(cumulated.net))
          const { code, values } = within.at(-1)!.soWhats.cumulated
          const sentence = textsIn('id')(`payback:soWhat.${code}`, { orders: values.orders ?? 0, count: values.orders ?? 0, months: values.months ?? 0, amount: '…', minutes: '…' })
          for (const part of sentence.split('…')) expect(read.figures.find(({ name }) => name === 'cumulated')!.soWhat, said).toContain(part)
          if (read.curve) expect(read.curve.points.map(({ value, low, high }) => ({ value, low, high })), said).toEqual(within.map(({ total: { cumulated: { known, interval } } }) => ({ value: known, low: interval?.low ?? null, high: interval?.high ?? null })))
          // By channel, with what is of no one channel, and their sum.
          const rows = read.tables.find(({ name }) => name === 'channels')!.rows
          const column = (at: number) => rows.map(({ cells }) => cells[at]!.number?.value ?? 0)
          const brought = [...new Set(within.flatMap(({ channels }) => channels.map(({ channel }) => channel)))]
          if (brought.length > 0) expect(rows.length, said).toBeGreaterThan(1)
          expect(column(2).slice(0, -1).reduce((one, other) => one + other, 0), said).toBe(sum.orders)
          expect(column(2).at(-1) ?? 0, said).toBe(sum.orders)
          // What a line comes to opens to all that it is made of.
          for (const { cells, opens } of rows) {
            if (!opens || !('rows' in opens)) continue
            const parts = await Promise.all((['orders', 'hours', 'costs', ...(opens.also ?? [])] as const).map(async (figure) => [figure, (await rowsOf(shown, `/report/${kind}/rows`, { period, figure, ...(opens.of && { channel: opens.of }) })).added] as const))
            const net = parts.reduce((total, [figure, amount]) => total + (figure === 'hours' || figure === 'costs' || figure === 'returns' ? -amount : amount), 0)
            const told = cells[6]!
            if (told.number) expect(told.number.value, `${said} ${cells[0]!.text}`).toBe(units(net))
            else expect(net, `${said} ${cells[0]!.text}`).toBe(knownIn(told.text))
          }
          if (!missing && rows.length > 0) {
            expect(Math.round(column(6).slice(0, -1).reduce((one, other) => one + other, 0) * 100), said).toBe(Math.round(column(6).at(-1)! * 100))
            expect(column(6).at(-1), said).toBe(units(sum.known))
          }
        }
      }
    // Weeks cut months; from the first to the running one they are all of them.
    const weeks = await Promise.all(periodsOf('week', overview).map((period) => ask<Report>(`/report/week?period=${period}&lang=id`)))
    const ofWeeks = (name: string) => weeks.reduce((sum, { figures }) => sum + (figures.find((one) => one.name === name)!.cell.number?.value ?? 0), 0)
    const all = added(months.map(({ total }) => sumsOf(total)))
    expect(ofWeeks('orders')).toBe(all.orders)
    if (months.every(({ total }) => total.profit.net !== null)) expect(Math.round(ofWeeks('net') * 100)).toBe(all.known * (weeks[0]!.currency === 'IDR' ? 100 : 1))
  }, 240_000)

  test('a file holds what the screen shows, figure by figure and cell by cell: CSV, XLSX and PDF', async () => {
    const period: Record<ReportKind, string> = { week: '', quarter: '', year: shown.overview.opensOn.slice(0, 4), proof: shown.overview.opensOn.slice(0, 4) }
    let marked = 0
    for (const kind of reportKinds)
      for (const language of languages) {
        const query = `lang=${language}${period[kind] && `&period=${period[kind]}`}`
        const read = await shown.ask<Report>(`/report/${kind}?${query}`)
        const file = async (format: string) => {
          const answer = await fetch(`${kicau.url}/api/shops/${shown.guest.shop}/report/${kind}/file/${format}?${query}`, { headers: { cookie: shown.guest.cookie } })
          expect(answer.status).toBe(200)
          expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="kicau-${kind}-${read.period}.${format}"`)
          return Buffer.from(await answer.arrayBuffer())
        }
        const said = `${demo} ${kind} ${language}`
        const sheets: SheetCell[][][] = [csvCells((await file('csv')).toString('utf8')), workbookCells(await file('xlsx'))]
        for (const rows of sheets) {
          for (const { label, cell } of read.figures) {
            const [, value, words] = rows.find(([name]) => name === label)!
            expect(value, `${said} ${label}`).toEqual(cell.number ? exactly(cell.number) : cell.text)
            // In a CSV a bare count beside its number is read as one too: 2.530 visits as 2.53.
            if (cell.number) expect(readAsCount(String(words)), `${said} ${label}`).toBe(readAsCount(cell.text))
          }
          for (const table of read.tables.filter(({ rows: shownRows }) => shownRows.length > 0)) {
            const from = rows.findIndex((row) => row.length === 1 && row[0] === table.title)
            // Behind the table's own columns the file says of which amounts some are estimated, and of how many orders.
            const estimated = table.columns.flatMap((_, at) => (table.rows.some(({ cells }) => cells[at]!.estimated > 0) ? [at] : []))
            marked += estimated.length
            expect(rows[from + 1], `${said} ${table.title}`).toEqual([...table.columns.map(({ label }) => label), ...estimated.map((at) => read.words.estimated.replace('{{column}}', table.columns[at]!.label))])
            const written = rows.slice(from + 2, from + 2 + table.rows.length)
            table.rows.forEach(({ cells }, at) => cells.forEach(({ text, number }, column) => expect(written[at]![column] ?? '', `${said} ${table.title} ${at} ${column}`).toEqual(number ? exactly(number) : text)))
            table.rows.forEach(({ cells }, at) =>
              estimated.forEach((of, place) => {
                const { text, number, estimated: orders } = cells[of]!
                expect(written[at]![table.columns.length + place] ?? '', `${said} ${table.title} ${at}`).toEqual(number ? orders : '')
                if (number && orders > 0) expect(text).toBe(textsIn(language)('reports:estimated', { amount: text.split(' (')[0]!, orders, count: orders }))
              }),
            )
          }
        }
        const paper = pdfText(await file('pdf')).join('').replace(/[^\p{L}\p{N}+−%]/gu, '')
        const texts = [...read.figures.map(({ cell }) => cell.text), ...read.tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ text }) => text)))]
        for (const text of texts) expect(paper, `${said} ${text}`).toContain(text.replace(/[^\p{L}\p{N}+−%]/gu, ''))
      }
    if (demo === HARD) expect(marked).toBeGreaterThan(0)
  }, 240_000)
})

/** A number as the sheet must hold it: a share to a hundredth of a percent. */
const exactly = ({ value, percent }: { value: number; percent: boolean }): unknown => (percent ? expect.closeTo(value, 4) : value)

/** What a CSV's reader makes of a bare number: a text stays what it is. */
const readAsCount = (text: string): string => (/^-?\d+(\.\d+)?$/.test(text) ? String(Number(text)) : text)

/** Of `−Rp12.345 (sejauh diketahui; …)` the amount. */
const knownIn = (text: string): number => Number(text.split('(')[0]!.replace(/[^\d−]/g, '').replace('−', '-'))

const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10

function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

function monthsIn(period: string): [string, string] {
  const [year, quarter] = period.split('-Q')
  if (quarter === undefined) return [`${year}-01`, `${year}-12`]
  const first = Number(quarter) * 3 - 2
  return [`${year}-${String(first).padStart(2, '0')}`, `${year}-${String(first + 2).padStart(2, '0')}`]
}

/** From the shop's first month to its running one. */
function periodsOf(kind: ReportKind, { months }: PaybackMonths): string[] {
  const [first, last] = [months[0]!.month, months.at(-1)!.month]
  if (kind === 'week') {
    const monday = new Date(`${first}-01T00:00:00Z`)
    monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
    const weeks: string[] = []
    for (const end = new Date().toISOString().slice(0, 10); monday.toISOString().slice(0, 10) <= end; monday.setUTCDate(monday.getUTCDate() + 7)) weeks.push(monday.toISOString().slice(0, 10))
    return weeks
  }
  const periods = months.map(({ month }) => (kind === 'quarter' ? `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}` : month.slice(0, 4)))
  expect(first <= last).toBe(true)
  return [...new Set(periods)]
}
