import { execFileSync, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatAmount } from '#contract/amount.ts'
import { languages } from '#contract/values.ts'
import type { Report, ReportKind } from '#contract/reports.ts'
import { queries as payback } from '#modules/payback'
import { commands as shopCommands } from '#modules/shop'
import { csvCells, pdfText, testShop, workbookCells, type TestShop } from '../../../../tests/harness/index.ts'
import { beginShop, done, sell, spend, work } from '../for-tests.ts'
import { letterOf } from '../forms/letter.ts'
import { pdfOf } from '../forms/pdf.ts'
import { csvOf, workbookOf } from '../forms/sheet.ts'
import { reportRows } from './report-rows.ts'
import { report } from './report.ts'

let shop: TestShop
const written = async (kind: ReportKind, period: string, language: 'id' | 'ms' | 'en' = 'id'): Promise<Report> => done(await report(shop.reading(), { kind, period, language }))
const figure = (of: Report, name: string) => of.figures.find((one) => one.name === name)!
const table = (of: Report, name: string) => of.tables.find((one) => one.name === name)!

beforeAll(async () => {
  // Wednesday, the week of 16 November; the week before is whole.
  shop = await testShop({ at: '2026-11-18T03:00:00Z' })
  const { tini } = await beginShop(shop, { name: 'Warung "Bu Tini" & <Anak> 🌶' })
  // The first and the last minute of the week in Yogyakarta, and what lies just outside of it.
  for (const [day, hour] of [['2026-11-09', '00:00'], ['2026-11-15', '23:59'], ['2026-11-11', '10:00'], ['2026-11-12', '10:00']] as const) await sell(shop, day, { channel: 'whatsapp', hour, phone: '081200000001' })
  await sell(shop, '2026-11-08', { channel: 'whatsapp', hour: '23:59', phone: '081200000002' })
  await sell(shop, '2026-11-16', { channel: 'word-of-mouth', hour: '00:00' })
  await sell(shop, '2026-11-10', { salesPlace: 'shopee' })
  await sell(shop, '2026-08-20', { channel: 'instagram', margin: 20_000, phone: '081200000003' })
  await work(shop, tini, '2026-11-09', 90)
  await work(shop, tini, '2026-11-15', 30, 'instagram')
  await work(shop, tini, '2026-11-08', 60)
  await spend(shop, '2026-11-13', 20_000)
})
afterAll(() => shop.close())

describe('a week', () => {
  it("has the shop's own Monday and Sunday in it, and nothing else", async () => {
    const week = await written('week', '2026-11-09')
    expect(week.title).toBe('Minggu 9–15 November 2026')
    expect(figure(week, 'orders').cell).toEqual({ text: '4', number: { value: 4, digits: 0, percent: false }, estimated: 0 })
    expect(figure(week, 'margin').cell.text).toBe('Rp140.000')
    expect(figure(week, 'minutes').cell.text).toBe('2 jam')
    // 4 × 35.000 − 2 hours × 25.000 − 20.000
    expect(figure(week, 'net').cell.text).toBe('+Rp70.000')
    expect(week.figures.slice(0, 3).map(({ name }) => name)).toEqual(['margin', 'conversion', 'visits'])
    for (const one of week.figures) expect(one.soWhat, one.name).not.toBe('')
    expect(week.todo.length).toBeGreaterThan(0)
    expect(week.footnotes.join()).toContain('1 pesanan tanpa jejak')
    expect(table(week, 'channels').rows.at(-1)).toMatchObject({ sum: true, cells: [{ text: 'Jumlah' }, {}, { text: '4' }, { text: '2,0' }, { text: '+Rp70.000' }] })
  })

  it('says whether a change is more than chance', async () => {
    const week = await written('week', '2026-11-09')
    // Four orders after one: at such counts that is chance.
    expect(figure(week, 'orders').change).toEqual({ text: 'naik 3: naik turun biasa', tone: 'noise' })
    expect(figure(week, 'minutes').change).toEqual({ text: 'naik 1 jam', tone: 'plain' })
    for (let sold = 0; sold < 30; sold++) await sell(shop, '2026-11-03', { channel: 'card' })
    expect(figure(await written('week', '2026-11-09'), 'orders').change).toEqual({ text: 'turun 27: lebih dari kebetulan', tone: 'worse' })
  })

  it('that runs says so, and compares nothing', async () => {
    const week = await written('week', '2026-11-16')
    expect(week).toMatchObject({ notice: 'Belum selesai: angkanya masih bertambah.', later: null, earlier: '2026-11-09' })
    expect(week.figures.every(({ change }) => change === null)).toBe(true)
  })

  it('is the last whole one unless named, and none that has not begun', async () => {
    expect((done(await report(shop.reading(), { kind: 'week', language: 'id' }))).period).toBe('2026-11-09')
    for (const period of ['2026-11-23', '2026-11-17', '2027', '2026-Q1']) expect(await report(shop.reading(), { kind: 'week', period, language: 'id' }), period).toMatchObject({ refused: 'reports.period-unknown' })
  })
})

describe('a quarter and a year', () => {
  it('are the sums of the months on the payback screen, to the rupiah', async () => {
    const quarter = await written('quarter', '2026-Q4')
    const { months } = await payback.paybackMonths(shop.reading())
    const sum = months.filter(({ month }) => month >= '2026-10').reduce((total, { profit }) => total + profit.net!, 0)
    expect(figure(quarter, 'net').cell.number!.value).toBe(sum)
    expect(figure(quarter, 'cumulated').cell.number!.value).toBe(months.at(-1)!.cumulated.net)
    const year = await written('year', '2026')
    expect(figure(year, 'net').cell.number!.value).toBe(months.at(-1)!.cumulated.net)
    expect(table(year, 'months').rows.map(({ cells }) => cells[0]!.text)).toEqual(['Agustus 2026', 'September 2026', 'Oktober 2026', 'November 2026', 'Jumlah'])
    expect(year.curve).toMatchObject({ title: 'Bersih yang terkumpul sejak awal: Agustus 2026 sampai November 2026', lead: 'Pita pucat: kisaran 90%.' })
    expect(year.curve!.points).toHaveLength(4)
    // It is read from the paper as well: each month's figure, and the months.
    const page = pdfText(await pdfOf(year)).join('').replace(/\s/g, '')
    for (const { label, value } of year.curve!.points) for (const text of [label, formatAmount(value, 'IDR', 'id', { short: true })]) expect(page.split(text.replace(/\s/g, '')).length - 1, text).toBeGreaterThanOrEqual(text === label ? 2 : 1)
    expect(year.earlier).toBeNull()
  })

  it('tell of a quarter in depth: beside the one before, what to do about each channel, and rows to each figure', async () => {
    const quarter = await written('quarter', '2026-Q4')
    expect(quarter.tables.map(({ name }) => name)).toEqual(['compared', 'decisions', 'channels', 'months'])
    // It runs: half a quarter is beside nothing, which is said once.
    expect(table(quarter, 'compared').rows).toEqual([])
    expect(table(quarter, 'decisions').rows.every(({ cells }) => cells.every(({ text }) => text !== ''))).toBe(true)
    const third = await written('quarter', '2026-Q3')
    expect(third.earlier).toBeNull()
    // Before the first month nothing went in that would have to come back.
    expect(figure(await written('quarter', '2026-Q2'), 'cumulated')).toMatchObject({ cell: { text: '–' }, note: null, soWhat: 'Belum ada yang dicatat, jadi belum ada yang bisa disimpulkan.' })
    const rows = (figure: 'orders' | 'hours' | 'costs', of?: 'whatsapp') => reportRows(shop.reading(), { kind: 'quarter', period: '2026-Q4', figure, of, limit: 5 }).then(done)
    expect((await rows('orders')).sum).toBe(figure(quarter, 'margin').cell.number!.value)
    expect((await rows('hours')).count).toBe(3)
    expect((await rows('orders', 'whatsapp')).count).toBe(table(quarter, 'channels').rows.find(({ opens }) => opens && 'of' in opens && opens.of === 'whatsapp')!.cells[2]!.number!.value)
    expect(await reportRows(shop.reading(), { kind: 'quarter', period: '2027-Q1', figure: 'orders', limit: 5 })).toMatchObject({ refused: 'reports.period-unknown' })
    // A year later it stands beside this one.
    const later = shop.clock.now()
    shop.clock.set('2028-01-05T03:00:00Z')
    const compared = table(await written('quarter', '2027-Q4'), 'compared')
    shop.clock.set(later)
    expect(compared.columns.map(({ label }) => label)).toEqual(['Apa', 'Triwulan ini', 'Triwulan lalu', 'Perubahan', 'Setahun lalu', 'Dibanding setahun lalu'])
    expect(compared.rows.find(({ cells }) => cells[0]!.text === 'Pesanan')!.cells.map(({ text }) => text)).toEqual(['Pesanan', '0', '0', 'sama seperti sebelumnya', '36', 'turun 36: lebih dari kebetulan'])
    // A spreadsheet reckons with what was as with what is.
    expect(compared.rows.every(({ cells }) => [cells[2], cells[4]].every((cell) => cell!.text === '–' || cell!.number !== null))).toBe(true)
  })

  it('do not say that all has come back where it has gone again since, nor where it is not known, and say what Payback says', async () => {
    const lost = shop.another()
    await beginShop(lost)
    for (let sold = 0; sold < 20; sold++) await sell(lost, '2026-08-10', { channel: 'whatsapp' })
    await spend(lost, '2026-09-10', 5_000_000)
    const cumulated = async () => figure(done(await report(lost.reading(), { kind: 'quarter', period: '2026-Q3', language: 'id' })), 'cumulated')
    expect((await payback.paybackMonths(lost.reading())).breakEven).toBe('2026-08')
    expect(await cumulated()).toMatchObject({ cell: { text: '−Rp4.300.000' }, note: 'Pernah balik modal (Agustus 2026), lalu turun lagi di bawah nol', verdict: 'not-yet', soWhat: expect.stringContaining('Rp4.300.000') })
    expect(done(await payback.paybackMonth(lost.reading(), '2026-09')).soWhats.cumulated).toMatchObject({ code: 'paid-back-not-in-sight', values: { amount: 4_300_000 } })
    // An order whose margin nobody told: it is said what to tell.
    await sell(lost, '2026-09-11', { channel: 'whatsapp', margin: null })
    const { soWhats } = done(await payback.paybackMonth(lost.reading(), '2026-09'))
    expect(soWhats.cumulated).toEqual({ code: 'tell-margin', values: { orders: 1 } })
    expect(await cumulated()).toMatchObject({
      note: 'Pernah balik modal (Agustus 2026); setelah itu belum semuanya diketahui',
      soWhat: 'Isi dulu untung 1 pesanan: yang belum diketahui tidak dianggap untung.',
    })
  })

  it('of a shop that noted nothing are one page, and call nothing unpaid', async () => {
    const young = shop.another()
    await beginShop(young)
    const quarter = done(await report(young.reading(), { kind: 'quarter', period: '2026-Q4', language: 'id' }))
    expect([quarter.tables, figure(quarter, 'cumulated')]).toMatchObject([[], { cell: { text: '–' }, note: null, verdict: null }])
    expect(pdfText(await pdfOf(quarter))).toHaveLength(1)
  })

  it('prove the work of a year, with what is not known beside it', async () => {
    const proof = await written('proof', '2026')
    expect(figure(proof, 'worked').cell.text).toBe('3 jam')
    // Three phone numbers; the other orders' buyers can't be told apart.
    expect(figure(proof, 'people').cell.text).toBe('sedikitnya 3')
    expect(figure(proof, 'revenue').cell.number!.value).toBe(60_000 * 37)
    const notes = proof.footnotes.join('\n')
    expect(notes).toContain('tidak diperiksa akuntan')
    expect(notes).toContain('Tidak ada jam yang dicatat di Agustus 2026')
    expect(notes).toContain('Di luar tabel: 1 pesanan tanpa jejak (kebanyakan dari lokapasar) seharga Rp60.000.')
    // 38 orders, of which 31 without a buyer stand in the table and one stands outside of it.
    expect(notes).toContain('Pada 32 pesanan, termasuk yang di luar tabel, pembelinya tidak dikenali.')
    expect(notes).toContain('Catatan di Kicau dimulai Agustus 2026')
    // Nobody is on record for a year without an order; "at least 0" would say nothing.
    const later = shop.clock.now()
    shop.clock.set('2028-01-05T03:00:00Z')
    const idle = await written('proof', '2027')
    expect(figure(idle, 'people').cell.text).toBe('belum ada yang dicatat')
    expect(idle.footnotes.join()).not.toMatch(/\b0 pesanan/)
    shop.clock.set(later)
  })
})

describe('every form says the same', () => {
  const kinds = [['week', '2026-11-09'], ['quarter', '2026-Q4'], ['year', '2026'], ['proof', '2026']] as const
  it.each(kinds.flatMap(([kind, period]) => languages.map((language) => [kind, language, period] as const)))('%s in %s', async (kind, language, period) => {
    const read = await written(kind, period, language)
    const pdf = await pdfOf(read)
    if (process.env.KICAU_SHOTS) await writeFile(`${process.env.KICAU_SHOTS}/${kind}-${language}.pdf`, pdf)
    const pages = pdfText(pdf)
    const letter = letterOf(read, { open: 'https://toko.example/reports', stop: null })
    const html = letter.html.replace(/<[^>]+>/g, ' ').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    const csv = csvOf(read)
    const words = (text: string) => text.replace(/[^\p{L}\p{N}+−%]/gu, '')
    const [inPdf, inHtml, inText, inCsv] = [pages.join(''), html, letter.text, csv].map(words)
    const texts = [read.title, ...read.todo, ...read.footnotes, ...read.figures.flatMap(({ label, cell, note, change, soWhat }) => [label, cell.text, note ?? '', change?.text ?? '', soWhat ?? ''])]
    const cells = read.tables.flatMap(({ columns, rows, none }) => (rows.length === 0 ? [none] : [...columns.map(({ label }) => label), ...rows.flatMap((row) => row.cells.map(({ text }) => text))]))
    for (const text of [...texts, ...cells].map(words)) {
      expect(inPdf).toContain(text)
      expect(inHtml).toContain(text)
      expect(inText).toContain(text)
    }
    for (const text of [read.title, ...read.todo, ...read.footnotes].map(words)) expect(inCsv).toContain(text)
    pages.forEach((page, at) => expect(words(page)).toContain(words(read.words.page.replace('{{page}}', String(at + 1)).replace('{{pages}}', String(pages.length)))))
    // What cannot be drawn is left out; nothing stands as a box.
    expect(pages.join('')).toContain('Warung "Bu Tini" & <Anak>')
    expect(pages.join('')).not.toContain('\u0000')
    expect(letter.html).not.toContain('<Anak>')
    // Where a phone stacks a table's cells, each but the first stands behind its column's name.
    expect(letter.html.split('class="k-name').length - 1).toBe(read.tables.reduce((sum, { columns, rows }) => sum + (columns.length - 1) * rows.length, 0))
  })

  it.skipIf(spawnSync('pdftotext', ['-v']).error)('and another reader of PDFs agrees, where there is one', async () => {
    const pdf = await pdfOf(await written('year', '2026'))
    const other = execFileSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' })
    const letters = (text: string) => [...text.replace(/\s/g, '')].sort().join('')
    expect(letters(pdfText(pdf).join(''))).toBe(letters(other))
  })
})

describe('a margin that nobody told', () => {
  it('is not known; by the usual one it is told as an estimate, in the sum as in the profit', async () => {
    // The week of 16 November has one order of 35.000, and no time and costs.
    await sell(shop, '2026-11-17', { channel: 'card', margin: null })
    const shown = () => Promise.all(['margin', 'net'].map(async (name) => figure(await written('week', '2026-11-16'), name).cell.text))
    expect(await shown()).toEqual(['Rp35.000 (sejauh diketahui; 1 pesanan belum ada untungnya)', '+Rp35.000 (sejauh diketahui; 1 pesanan belum ada untungnya)'])
    await shop.writing((scope) => shopCommands.sayUsualMargin(scope, { salesPlace: null, from: null, keeps: 40, fee: null }))
    expect(await shown()).toEqual(['Rp59.000 (1 pesanan dikira-kira)', '+Rp59.000 (1 pesanan dikira-kira)'])
  })

  it.each([
    ['id', 'Bersih: pesanan dikira-kira', 'Untung pesanan: pesanan dikira-kira'],
    ['ms', 'Bersih: pesanan dianggarkan', 'Untung pesanan: pesanan dianggarkan'],
    ['en', 'Left: orders estimated', 'Margin: orders estimated'],
  ] as const)('is marked as estimated in a spreadsheet as well, line by line, behind amounts that stay numbers: in %s', async (language, net, margin) => {
    for (const [kind, period] of [['week', '2026-11-16'], ['quarter', '2026-Q4'], ['proof', '2026']] as const) {
      const read = await written(kind, period, language)
      for (const rows of [csvCells(csvOf(read)), workbookCells(workbookOf(read))]) {
        const lines = table(read, kind === 'proof' ? 'proof' : 'channels')
        const head = rows.findIndex((row) => row.length === 1 && row[0] === lines.title) + 1
        const names = lines.columns.map(({ label }) => label)
        const marks = rows[head]!.slice(names.length)
        expect(rows[head]!.slice(0, names.length)).toEqual(names)
        if (kind !== 'proof') expect(marks[0], `${kind} ${language}`).toBe(kind === 'week' ? net : margin)
        expect(marks.length).toBe(kind === 'quarter' ? 2 : 1)
        const column = names.indexOf(String(marks[0]).split(':')[0]!)
        for (const [at, { cells }] of lines.rows.entries()) {
          const row = rows[head + 1 + at]!
          expect(row[column], `${kind} ${at}`).toBe(cells[column]!.number!.value)
          expect(row[names.length], `${kind} ${at}`).toBe(/\(1 /.test(cells[column]!.text) ? 1 : 0)
        }
        expect(rows[head + lines.rows.length]![names.length]).toBe(1)
      }
    }
    // Where nothing is estimated no column says that nothing is.
    expect(csvOf(await written('week', '2026-11-09', language))).not.toContain(net)
  })
})
